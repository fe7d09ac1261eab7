-- Finished builds that ended before an instant, with their files.
-- @finished_before
-- @limit
select b.id, b.source_file, b.result_file, b.certs_file
from builds b
where b.status in ('completed', 'cancelled')
  and b.finished_at < @finished_before
order by b.finished_at
limit @limit
