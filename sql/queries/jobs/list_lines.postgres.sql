-- Distinct lines of a queue with queued jobs, after one; steps from line to line in jobs_ready.
-- @queue
-- @lane, @key the line to begin after; empty for the start
-- @limit
with recursive lines(lane, concurrency_key) as (
    (select j.lane, j.concurrency_key
    from jobs j
    where j.queue = @queue
      and j.status = 'queued'
      and not j.tracked
      and (j.lane, j.concurrency_key) > (@lane, @key)
    order by j.lane, j.concurrency_key
    limit 1)
    union all
    select n.lane, n.concurrency_key
    from lines l
    cross join lateral (
        select j.lane, j.concurrency_key
        from jobs j
        where j.queue = @queue
          and j.status = 'queued'
          and not j.tracked
          and (j.lane, j.concurrency_key) > (l.lane, l.concurrency_key)
        order by j.lane, j.concurrency_key
        limit 1) n
)
select l.lane, l.concurrency_key
from lines l
limit @limit
