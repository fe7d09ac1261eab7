-- Stores an event of a job.
-- @id
-- @seq, @type, @at, @data
insert into job_events (job_id, seq, type, at, data)
values (@id, @seq, @type, @at, @data)
