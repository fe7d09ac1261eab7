-- The last number stored under a batch key.
-- @id
-- @batch_key
select b.last_seq
from job_log_batches b
where b.job_id = @id
  and b.batch_key = @batch_key
