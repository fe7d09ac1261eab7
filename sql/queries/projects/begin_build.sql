-- Phase 1 of a build's start: everything but the build's id.
-- @id, @expected the row
-- @version, @build_status, @framework, @last_build_started, @updated_at
update projects
set version = @version, build_status = @build_status, framework = @framework, last_build_started = @last_build_started,
    last_build_completed = null, updated_at = @updated_at
where id = @id
  and version = @expected
