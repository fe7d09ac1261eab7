-- Jobs that ended before an instant, oldest first, with their files.
-- @before
-- @limit
select id, input_file
from jobs
where status = 'error'
  and finished_at < @before
order by finished_at
limit @limit
