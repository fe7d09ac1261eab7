-- One project.
-- @id
select
    id, version, name, framework, build_status, current_build_id, latest_build_id, builds, last_build_started, last_build_completed, created_at, updated_at
from projects
where id = @id
