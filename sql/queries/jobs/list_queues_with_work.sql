-- Queues with ready or running jobs, or scheduled ones due before an instant; steps from queue to queue in the partial indexes.
-- @due_before
with recursive waiting(queue) as (
    select min(j.queue)
    from jobs j
    where j.status = 'queued' and not j.tracked
    union all
    select (
        select min(j.queue)
        from jobs j
        where j.status = 'queued' and not j.tracked
          and j.queue > s.queue)
    from waiting s
    where s.queue is not null
), held(queue) as (
    select min(j.queue)
    from jobs j
    where j.status = 'processing' and not j.tracked
    union all
    select (
        select min(j.queue)
        from jobs j
        where j.status = 'processing' and not j.tracked
          and j.queue > s.queue)
    from held s
    where s.queue is not null
), scheduled(queue) as (
    select min(j.queue)
    from jobs j
    where j.status = 'scheduled'
    union all
    select (
        select min(j.queue)
        from jobs j
        where j.status = 'scheduled'
          and j.queue > s.queue)
    from scheduled s
    where s.queue is not null
)
select queue from waiting where queue is not null
union
select queue from held where queue is not null
union
select s.queue
from scheduled s
where s.queue is not null
  and exists (
      select 1
      from jobs j
      where j.status = 'scheduled'
        and j.queue = s.queue
        and j.ready_at < @due_before)
