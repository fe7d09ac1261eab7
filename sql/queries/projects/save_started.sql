-- The metrics of a build that begins.
-- @<column> each column's value
insert into project_build_metrics (
    build_id, project_id, number, job_id, status, prompt, framework, user_id, webhook_url, created_at, started_at, settled)
values (
    @build_id, @project_id, @number, @job_id, @status, @prompt, @framework, @user_id, @webhook_url, @created_at, @started_at, @settled)
on conflict (build_id) do update
set status = excluded.status, started_at = excluded.started_at
where project_build_metrics.completed_at is null
