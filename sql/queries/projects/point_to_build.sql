-- Phase 2 of a build's start: the build's id alone.
-- @id, @expected the row
-- @version, @current_build_id
update projects
set version = @version, current_build_id = @current_build_id
where id = @id
  and version = @expected
