-- The builds of a project, newest first.
-- @project_id
-- @before only lower numbers
-- @limit
select
    build_id, project_id, number, job_id, status, prompt, framework, user_id, webhook_url, created_at, started_at, completed_at,
    failure_stage, error, preview_url, settled
from project_build_metrics
where project_id = @project_id
  and number < @before
order by number desc
limit @limit
