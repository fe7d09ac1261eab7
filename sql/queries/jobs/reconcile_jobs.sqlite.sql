-- The version and the latest write of jobs.
-- @ids a JSON array
select j.id, j.version, j.write_id
from jobs j
where j.id in (select value from json_each(@ids))
