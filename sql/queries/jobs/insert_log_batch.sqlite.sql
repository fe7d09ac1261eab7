-- Remembers a batch of log lines by its key.
-- @id
-- @batch_key
-- @last_seq
insert into job_log_batches (job_id, batch_key, last_seq)
values (@id, @batch_key, @last_seq)
