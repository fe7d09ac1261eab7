-- Removes a build with all that belongs to it.
-- @id
delete from builds
where id = @id
