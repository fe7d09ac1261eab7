-- Moves the end of a log on while the build is held under a lease, the log has room and the batch key is new.
-- A row that a foreign session holds is passed over: nobody waits for it here.
-- @id
-- @holder the lease
-- @batch_key empty for none
-- @write_id
-- @count, @bytes of the lines
-- @most_bytes the limit of a log
with held as (
    select b.id
    from builds b
    where b.id = @id
      and b.lease_token = @holder
    for key share skip locked
)
update build_log_ends e
set last_seq = e.last_seq + @count, bytes = e.bytes + @bytes, write_id = @write_id
from held h
where e.build_id = h.id
  and e.bytes + @bytes <= @most_bytes
  and not exists (select 1 from build_log_batches k where k.build_id = @id and k.batch_key = @batch_key)
