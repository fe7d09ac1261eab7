-- Jobs that wait for a job of those.
-- @ids a JSON array
select distinct d.job_id
from job_dependencies d
where d.depends_on in (select value from json_each(@ids))
