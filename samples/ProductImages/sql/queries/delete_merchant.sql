-- Removes it with everything that belongs to it.
-- @id
delete from merchants
where id = @id
