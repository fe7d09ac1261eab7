-- A build that was asked for.
-- @<column> each column's value
insert into project_build_metrics (
    build_id, project_id, number, job_id, status, prompt, framework, user_id, webhook_url, created_at, settled)
values (
    @build_id, @project_id, @number, @job_id, @status, @prompt, @framework, @user_id, @webhook_url, @created_at, @settled)
