-- Of these operations of a project, those known, with their builds.
-- @project_id
-- @keys a JSON array
-- @now what has expired is not known any more
select o.key, o.build_id, m.job_id
from project_operations o
join project_build_metrics m on m.build_id = o.build_id
where o.project_id = @project_id
  and o.key in (select value from json_each(@keys))
  and o.expires_at > @now
