-- Where the log of a build ends, and its bytes.
-- @id
select e.last_seq, e.bytes
from build_log_ends e
where e.build_id = @id
