-- Stores the lines for which this write made room, numbered from there on.
-- @id
-- @write_id
-- @count of the lines
-- @lines a JSON array of {at, level, message}, at in microseconds
insert into build_logs (build_id, seq, at, level, message)
select
    e.build_id, e.last_seq - @count + l.place, timestamptz 'epoch' + (l.line ->> 'at')::bigint * interval '1 microsecond', l.line ->> 'level',
    l.line ->> 'message'
from build_log_ends e
cross join jsonb_array_elements(cast(@lines as jsonb)) with ordinality as l(line, place)
where e.build_id = @id
  and e.write_id = @write_id
