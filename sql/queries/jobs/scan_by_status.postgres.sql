-- How many jobs of a queue are in each status, by their rows: until the counts stand.
-- @queue
select j.status, count(*)
from jobs j
where j.queue = @queue
group by j.status
