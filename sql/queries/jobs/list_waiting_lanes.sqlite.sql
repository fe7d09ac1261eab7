-- Lanes with ready jobs, of all queues; steps from one to the next in jobs_ready.
with recursive waiting(queue, lane) as (
    select f.queue, f.lane
    from jobs f
    where f.rowid = (
        select j.rowid
        from jobs j
        where j.status = 'queued' and not j.tracked
        order by j.queue, j.lane
        limit 1)
    union all
    select n.queue, n.lane
    from waiting w
    join jobs n on n.rowid = (
        select j.rowid
        from jobs j
        where j.status = 'queued' and not j.tracked
          and (j.queue, j.lane) > (w.queue, w.lane)
        order by j.queue, j.lane
        limit 1)
)
select w.queue, w.lane
from waiting w
