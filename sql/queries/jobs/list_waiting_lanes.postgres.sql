-- Lanes with ready jobs, of all queues; steps from one to the next in jobs_ready.
with recursive waiting(queue, lane) as (
    (select j.queue, j.lane
    from jobs j
    where j.status = 'queued' and not j.tracked
    order by j.queue, j.lane
    limit 1)
    union all
    select n.queue, n.lane
    from waiting w
    cross join lateral (
        select j.queue, j.lane
        from jobs j
        where j.status = 'queued' and not j.tracked
          and (j.queue, j.lane) > (w.queue, w.lane)
        order by j.queue, j.lane
        limit 1) n
)
select w.queue, w.lane
from waiting w
