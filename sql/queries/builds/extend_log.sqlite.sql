-- Moves the end of the log of a build on that this write changed.
-- @id
-- @write_id
-- @count, @bytes of its lines
update build_log_ends
set last_seq = last_seq + @count, bytes = bytes + @bytes, write_id = @write_id
where build_id = @id
  and exists (select 1 from builds where id = @id and write_id = @write_id)
