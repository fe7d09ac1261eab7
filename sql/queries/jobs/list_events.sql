-- Events of a job after a number, oldest first; the row with number 0 brings the early ones, which lie in the job's row.
-- @id
-- @after
-- @early how many the early ones are at most
-- @limit
select 0 as seq, j.events as type, j.created_at as at, cast(null as text) as data
from jobs j
where j.id = @id
  and @after < @early
union all
select e.seq, e.type, e.at, e.data
from (
    select seq, type, at, data
    from job_events
    where job_id = @id
      and seq > @after
    order by seq
    limit @limit) e
