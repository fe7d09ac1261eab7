-- How many jobs are counted of a queue, type and status. No row: none.
-- @queue, @type, @status null for all
select cast(sum(c.jobs) as bigint)
from (
    select queue, type, state, jobs
    from job_counts
    union all
    select queue, type, state, jobs
    from job_count_changes) c
where (cast(@queue as text) is null or c.queue = @queue)
  and (cast(@type as text) is null or c.type = @type)
  and (cast(@status as text) is null or case when c.state = 'skipped' then 'completed' else c.state end = @status)
having sum(c.jobs) > 0
