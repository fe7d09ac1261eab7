-- Remembers by which key a repetition of an update is known; an expired one of that key gives way.
-- @project_id, @key, @build_id, @expires_at
-- @now
insert into project_operations (project_id, key, build_id, expires_at)
values (@project_id, @key, @build_id, @expires_at)
on conflict (project_id, key) do update
set build_id = excluded.build_id, expires_at = excluded.expires_at
where project_operations.expires_at <= @now
