-- Queued jobs of a queue that became ready before an instant, oldest first.
-- @queue
-- @ready_before
-- @limit
select j.id, j.lane, j.concurrency_key, j.priority, j.ready_at, j.version
from jobs j
where j.queue = @queue
  and j.status = 'queued'
  and not j.tracked
  and j.ready_at < @ready_before
order by j.ready_at
limit @limit
