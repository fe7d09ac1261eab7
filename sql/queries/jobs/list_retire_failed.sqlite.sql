-- Jobs that ended before an instant and were announced, oldest first, with their files.
-- @before
-- @limit
select id, input_file
from jobs
where status = 'error'
  and finished_at < @before
  and not callback_due
order by finished_at
limit @limit
