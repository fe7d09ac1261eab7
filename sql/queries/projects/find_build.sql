-- One build's metrics.
-- @build_id
select
    build_id, project_id, number, job_id, status, prompt, framework, user_id, webhook_url, created_at, started_at, completed_at,
    failure_stage, error, preview_url, settled
from project_build_metrics
where build_id = @build_id
