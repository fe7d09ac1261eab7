-- Where logs end and by which write.
-- @ids a JSON array
select e.job_id, e.last_seq, e.write_id
from job_log_ends e
where e.job_id in (select value from json_each(@ids))
