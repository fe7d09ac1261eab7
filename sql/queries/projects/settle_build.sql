-- A build has ended and everybody was told.
-- @build_id
update project_build_metrics
set settled = @settled
where build_id = @build_id
  and completed_at is not null
