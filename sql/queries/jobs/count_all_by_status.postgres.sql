-- How many jobs of all queues are in each status: what was folded, and what was not yet.
select case when c.state = 'skipped' then 'completed' else c.state end, sum(c.jobs)::bigint
from (
    select state, jobs
    from job_counts
    union all
    select state, jobs
    from job_count_changes) c
group by 1
having sum(c.jobs) <> 0
