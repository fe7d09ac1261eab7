-- What became of the jobs of each type: what was folded, and what was not yet.
select
    c.type,
    cast(sum(case when c.state = 'completed' then c.jobs else 0 end) as bigint),
    cast(sum(case when c.state = 'skipped' then c.jobs else 0 end) as bigint),
    cast(sum(case when c.state = 'error' then c.jobs else 0 end) as bigint),
    cast(sum(case when c.state = 'cancelled' then c.jobs else 0 end) as bigint),
    cast(sum(c.retries) as bigint),
    cast(sum(case when c.state in ('pending', 'scheduled', 'queued', 'processing') then c.jobs else 0 end) as bigint)
from (
    select type, state, jobs, retries
    from job_counts
    union all
    select type, state, jobs, retries
    from job_count_changes) c
group by c.type
having sum(c.jobs) <> 0
order by c.type
