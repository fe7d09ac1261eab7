-- Begins the log of a build that this write created.
-- @id
-- @write_id
-- @count, @bytes of its lines
insert into build_log_ends (build_id, last_seq, bytes, write_id)
select b.id, @count, @bytes, b.write_id
from builds b
where b.id = @id
  and b.write_id = @write_id
