-- Distinct lines of a queue with queued jobs, after one; steps from line to line in jobs_ready. The queue is compared with the line's other columns, not
-- for itself: with statistics of a small table the planner would read all of the queue by another index, and sort.
-- @queue
-- @lane, @key the line to begin after; empty for the start
-- @limit
with recursive lines(queue, lane, concurrency_key) as (
    (select j.queue, j.lane, j.concurrency_key
    from jobs j
    where j.status = 'queued'
      and not j.tracked
      and (j.queue, j.lane, j.concurrency_key) > (@queue, @lane, @key)
    order by j.queue, j.lane, j.concurrency_key
    limit 1)
    union all
    select n.queue, n.lane, n.concurrency_key
    from lines l
    cross join lateral (
        select j.queue, j.lane, j.concurrency_key
        from jobs j
        where j.status = 'queued'
          and not j.tracked
          and (j.queue, j.lane, j.concurrency_key) > (l.queue, l.lane, l.concurrency_key)
        order by j.queue, j.lane, j.concurrency_key
        limit 1) n
    where l.queue = @queue
)
select l.lane, l.concurrency_key
from lines l
where l.queue = @queue
limit @limit
