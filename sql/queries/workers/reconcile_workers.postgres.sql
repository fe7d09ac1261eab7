-- Versions and write ids of workers.
-- @ids an array
select w.id, w.version, w.write_id
from workers w
where w.id = any(@ids)
