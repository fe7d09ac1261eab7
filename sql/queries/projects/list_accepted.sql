-- When whose updates of a project were accepted, oldest first.
-- @project_id
-- @since
select user_id, created_at
from project_build_metrics
where project_id = @project_id
  and created_at > @since
  and job_id <> ''
order by created_at
