-- The metrics of a build that has ended, once.
-- @build_id
-- @status, @completed_at, @duration_ms, @failure_stage, @error, @preview_url
update project_build_metrics
set status = @status, completed_at = @completed_at, duration_ms = @duration_ms, failure_stage = @failure_stage, error = @error,
    preview_url = @preview_url
where build_id = @build_id
  and completed_at is null
