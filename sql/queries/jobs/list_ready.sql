-- Queued jobs of one line in order, after one: the rest of its priority, then the lower priorities.
-- @queue
-- @lane, @key the line
-- @priority, @ready_at, @id the entry to begin after; a priority beyond all for the start
-- @limit
select e.id, e.lane, e.concurrency_key, e.priority, e.ready_at, e.version
from (
    select *
    from (
        select j.id, j.lane, j.concurrency_key, j.priority, j.ready_at, j.version
        from jobs j
        where j.queue = @queue
          and j.lane = @lane
          and j.concurrency_key = @key
          and j.status = 'queued'
          and not j.tracked
          and j.priority = @priority
          and (j.ready_at, j.id) > (@ready_at, @id)
        order by j.ready_at, j.id
        limit @limit) same
    union all
    select *
    from (
        select j.id, j.lane, j.concurrency_key, j.priority, j.ready_at, j.version
        from jobs j
        where j.queue = @queue
          and j.lane = @lane
          and j.concurrency_key = @key
          and j.status = 'queued'
          and not j.tracked
          and j.priority < @priority
        order by j.priority desc, j.ready_at, j.id
        limit @limit) lower
) e
order by e.priority desc, e.ready_at, e.id
limit @limit
