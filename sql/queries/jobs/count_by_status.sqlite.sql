-- How many jobs of a queue are in each status.
-- @queue
select iif(c.state = 'skipped', 'completed', c.state), sum(c.jobs)
from job_counts c
where c.queue = @queue
group by 1
having sum(c.jobs) <> 0
