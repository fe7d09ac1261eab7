-- How many jobs of all queues are in each status, by their rows: until the counts stand.
select j.status, count(*)
from jobs j
group by j.status
