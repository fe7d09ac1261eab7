-- Metrics of builds are kept as long as builds.

-- retire_builds
create index project_build_metrics_ended on project_build_metrics (completed_at) where settled;
