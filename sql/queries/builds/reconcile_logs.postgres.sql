-- Ends and write ids of build logs.
-- @ids an array
select e.build_id, e.last_seq, e.write_id
from build_log_ends e
where e.build_id = any(@ids)
