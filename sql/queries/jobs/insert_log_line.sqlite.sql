-- Stores a log line.
-- @id
-- @seq, @at, @level, @message
insert into job_logs (job_id, seq, at, level, message)
values (@id, @seq, @at, @level, @message)
