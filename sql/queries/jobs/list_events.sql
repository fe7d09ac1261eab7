-- Events of a job after a number, oldest first.
-- @id
-- @after
-- @limit
select e.seq, e.type, e.at, e.data
from job_events e
where e.job_id = @id
  and e.seq > @after
order by e.seq
limit @limit
