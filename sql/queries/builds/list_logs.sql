-- Log lines of a build after a number, in order.
-- @id
-- @after
-- @limit
select l.seq, l.at, l.level, l.message
from build_logs l
where l.build_id = @id
  and l.seq > @after
order by l.seq
limit @limit
