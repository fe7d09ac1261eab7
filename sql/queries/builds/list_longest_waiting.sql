-- Builds in line since before an instant, longest first: the look for lost news.
-- @ready_before
-- @limit
select b.id, b.platform, b.priority, b.ready_at, b.version
from builds b
where b.status = 'pending'
  and b.source_file is not null
  and b.ready_at < @ready_before
order by b.ready_at
limit @limit
