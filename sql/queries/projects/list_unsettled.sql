-- The builds of a project that have not ended, or whose end not everybody was told; oldest first.
-- @project_id
-- @limit
select
    build_id, project_id, number, job_id, status, prompt, framework, user_id, webhook_url, created_at, started_at, completed_at,
    failure_stage, error, preview_url, settled
from project_build_metrics
where project_id = @project_id
  and not settled
order by number
limit @limit
