-- Scheduled jobs of a queue that are due before an instant, soonest first.
-- @queue
-- @due_before
-- @limit
select j.id, j.lane, j.concurrency_key, j.priority, j.ready_at, j.version
from jobs j
where j.queue = @queue
  and j.status = 'scheduled'
  and j.ready_at < @due_before
order by j.ready_at, j.id
limit @limit
