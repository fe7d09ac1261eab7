-- Projects, newest first, after a place in the list.
-- @after_at, @after_id the place; the end of time for the start
-- @limit
select
    id, version, name, framework, build_status, current_build_id, latest_build_id, builds, last_build_started, last_build_completed, created_at, updated_at
from projects
where (created_at, id) < (@after_at, @after_id)
order by created_at desc, id desc
limit @limit
