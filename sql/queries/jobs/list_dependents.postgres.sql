-- Jobs that wait for a job of those.
-- @ids an array
select distinct d.job_id
from job_dependencies d
where d.depends_on = any(@ids)
