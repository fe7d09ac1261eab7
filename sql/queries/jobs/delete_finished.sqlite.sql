-- Deletes a job with all that belongs to it.
-- @id
delete from jobs
where id = @id
