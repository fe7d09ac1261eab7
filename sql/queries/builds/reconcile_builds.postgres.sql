-- Versions and write ids of builds.
-- @ids an array
select b.id, b.version, b.write_id
from builds b
where b.id = any(@ids)
