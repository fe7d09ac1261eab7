-- A newer build was asked for: the project waits for it.
-- @id, @expected the row
-- @version, @build_status, @latest_build_id, @builds, @updated_at
update projects
set version = @version, build_status = @build_status, latest_build_id = @latest_build_id, builds = @builds, updated_at = @updated_at
where id = @id
  and version = @expected
