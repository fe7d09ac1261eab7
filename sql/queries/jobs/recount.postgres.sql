-- Counts all rows.
insert into job_counts (queue, type, state, jobs, retries)
select j.queue, j.type, case when j.skipped then 'skipped' else j.status end, count(*), sum(greatest(j.attempt - 1, 0))
from jobs j
group by 1, 2, 3
