-- Every queue that ever had a job.
select q.queue
from job_queues q
order by q.queue
