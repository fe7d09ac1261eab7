-- How many jobs of all queues are in each status.
select iif(c.state = 'skipped', 'completed', c.state), sum(c.jobs)
from job_counts c
group by 1
having sum(c.jobs) <> 0
