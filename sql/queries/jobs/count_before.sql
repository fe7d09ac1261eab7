-- How many queued jobs of a queue go before an entry, counted up to a limit.
-- @queue
-- @priority, @ready_at, @id the entry
-- @limit
select count(*)
from (
    select 1
    from jobs j
    where j.queue = @queue
      and j.status = 'queued'
      and not j.tracked
      and (j.priority > @priority or (j.priority = @priority and (j.ready_at, j.id) < (@ready_at, @id)))
    limit @limit) ahead
