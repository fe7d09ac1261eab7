-- Keeps the way back to a version of a job that was overtaken.
-- @id
-- @version, @undo
insert into job_versions (job_id, version, undo)
values (@id, @version, @undo)
