-- Notes queues that get a job for the first time.
-- $1 the names, an array
insert into job_queues (queue)
select n
from unnest($1::text[]) as n
on conflict do nothing
