-- Queues with running jobs; steps from queue to queue in the partial index.
-- "order by ... limit 1" stays a step in the index, whatever the statistics believe there is.
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
)
select queue from held where queue is not null
