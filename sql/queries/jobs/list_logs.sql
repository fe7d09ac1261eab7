-- Log lines of a job after a number, oldest first.
-- @id
-- @after
-- @limit
select l.seq, l.at, l.level, l.message
from job_logs l
where l.job_id = @id
  and l.seq > @after
order by l.seq
limit @limit
