-- How many jobs of a queue are in each status.
-- @queue
select j.status, count(*)
from jobs j
where j.queue = @queue
group by j.status
