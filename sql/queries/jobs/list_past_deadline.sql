-- Waiting jobs whose deadline has passed.
-- @now
-- @limit
select j.id
from jobs j
where j.status in ('pending', 'scheduled', 'queued')
  and j.deadline is not null
  and j.deadline <= @now
order by j.deadline
limit @limit
