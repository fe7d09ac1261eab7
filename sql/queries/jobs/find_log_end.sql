-- Where the log of a job ends.
-- @id
select e.last_seq, e.bytes
from job_log_ends e
where e.job_id = @id
