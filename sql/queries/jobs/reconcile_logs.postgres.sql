-- Where logs end and by which write.
-- @ids an array
select e.job_id, e.last_seq, e.write_id
from job_log_ends e
where e.job_id = any(@ids)
