-- The newest build has ended.
-- @id, @expected the row
-- @version, @build_status, @last_build_completed, @updated_at
update projects
set version = @version, build_status = @build_status, last_build_completed = @last_build_completed, updated_at = @updated_at
where id = @id
  and version = @expected
