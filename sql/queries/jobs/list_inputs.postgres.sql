-- Inputs beside the rows, no longer than a limit.
-- @ids an array
-- @longest in bytes
select n.job_id, n.content
from job_inputs n
where n.job_id = any(@ids)
  and length(n.content) <= @longest
