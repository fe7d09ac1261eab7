-- Notes that a job waits for another.
-- @id
-- @depends_on
insert into job_dependencies (job_id, depends_on)
values (@id, @depends_on)
