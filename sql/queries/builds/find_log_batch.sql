-- Whether a batch of log lines was stored under a key.
-- @id
-- @batch_key
select 1
from build_log_batches k
where k.build_id = @id
  and k.batch_key = @batch_key
