-- The version and the latest write of jobs.
-- @ids an array
select j.id, j.version, j.write_id
from jobs j
where j.id = any(@ids)
