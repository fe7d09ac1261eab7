-- What became of the jobs of each type.
select
    c.type,
    cast(sum(case when c.state = 'completed' then c.jobs else 0 end) as bigint),
    cast(sum(case when c.state = 'skipped' then c.jobs else 0 end) as bigint),
    cast(sum(case when c.state = 'error' then c.jobs else 0 end) as bigint),
    cast(sum(case when c.state = 'cancelled' then c.jobs else 0 end) as bigint),
    cast(sum(c.retries) as bigint),
    cast(sum(case when c.state in ('pending', 'scheduled', 'queued', 'processing') then c.jobs else 0 end) as bigint)
from job_counts c
group by c.type
having sum(c.jobs) <> 0
order by c.type
