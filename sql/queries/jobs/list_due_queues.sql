-- Queues with scheduled jobs due before an instant; steps from queue to queue in the partial index, due or not.
-- @due_before
-- "order by ... limit 1" and a subquery with a limit: both stay steps in the index, whatever the statistics believe there is.
with recursive scheduled(queue) as (
    select (
        select j.queue
        from jobs j
        where j.status = 'scheduled'
        order by j.queue
        limit 1)
    union all
    select (
        select j.queue
        from jobs j
        where j.status = 'scheduled'
          and j.queue > s.queue
        order by j.queue
        limit 1)
    from scheduled s
    where s.queue is not null
)
select s.queue
from scheduled s
where s.queue is not null
  and (
      select 1
      from jobs j
      where j.status = 'scheduled'
        and j.queue = s.queue
        and j.ready_at < @due_before
      order by j.ready_at
      limit 1) is not null
