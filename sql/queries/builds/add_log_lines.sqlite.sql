-- Stores the lines for which this write made room, numbered from there on.
-- @id
-- @write_id
-- @count of the lines
-- @lines a JSON array of {at, level, message}, at in microseconds
insert into build_logs (build_id, seq, at, level, message)
select
    e.build_id, e.last_seq - @count + l.key + 1, json_extract(l.value, '$.at'), json_extract(l.value, '$.level'),
    json_extract(l.value, '$.message')
from build_log_ends e
cross join json_each(@lines) l
where e.build_id = @id
  and e.write_id = @write_id
