-- How many jobs are counted of a queue, type and status. No row: none.
-- @queue, @type, @status null for all
select cast(sum(c.jobs) as bigint)
from job_counts c
where (cast(@queue as text) is null or c.queue = @queue)
  and (cast(@type as text) is null or c.type = @type)
  and (cast(@status as text) is null or iif(c.state = 'skipped', 'completed', c.state) = @status)
having sum(c.jobs) > 0
