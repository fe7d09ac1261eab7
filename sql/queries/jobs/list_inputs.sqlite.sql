-- Inputs beside the rows, no longer than a limit.
-- @ids a JSON array
-- @longest in bytes
select n.job_id, n.content
from job_inputs n
where n.job_id in (select value from json_each(@ids))
  and length(n.content) <= @longest
