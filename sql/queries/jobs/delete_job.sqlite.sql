-- Deletes a job at the expected version with all that belongs to it.
-- @id
-- @expected
delete from jobs
where id = @id
  and version = @expected
