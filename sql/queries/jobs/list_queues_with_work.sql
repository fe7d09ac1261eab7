-- Queues with running jobs, or scheduled ones due before an instant; steps from queue to queue in the partial indexes.
-- @due_before
-- "order by ... limit 1" and a subquery with a limit: both stay steps in the index, whatever the statistics believe there is.
with recursive held(queue) as (
    select (
        select j.queue
        from jobs j
        where j.status = 'processing' and not j.tracked
        order by j.queue
        limit 1)
    union all
    select (
        select j.queue
        from jobs j
        where j.status = 'processing' and not j.tracked
          and j.queue > s.queue
        order by j.queue
        limit 1)
    from held s
    where s.queue is not null
), scheduled(queue) as (
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
select queue from held where queue is not null
union
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
