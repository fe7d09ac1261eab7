-- Remembers a batch of log lines by its key, when this write stored it.
-- @id
-- @write_id
-- @batch_key
insert into build_log_batches (build_id, batch_key)
select e.build_id, @batch_key
from build_log_ends e
where e.build_id = @id
  and e.write_id = @write_id
