-- Moves the end of a log on while the build is held under a lease, the log has room and the batch key is new.
-- @id
-- @holder the lease
-- @batch_key empty for none
-- @write_id
-- @count, @bytes of the lines
-- @most_bytes the limit of a log
update build_log_ends
set last_seq = last_seq + @count, bytes = bytes + @bytes, write_id = @write_id
where build_id = @id
  and bytes + @bytes <= @most_bytes
  and exists (select 1 from builds where id = @id and lease_token = @holder)
  and not exists (select 1 from build_log_batches where build_id = @id and batch_key = @batch_key)
