-- How many jobs of a queue are in each status: what was folded, and what was not yet.
-- @queue
select case when c.state = 'skipped' then 'completed' else c.state end, sum(c.jobs)::bigint
from (
    select state, jobs
    from job_counts
    where queue = @queue
    union all
    select state, jobs
    from job_count_changes
    where queue = @queue) c
group by 1
having sum(c.jobs) <> 0
