-- Creates a project unless it exists.
-- @<column> each column's value
insert into projects (id, version, name, framework, builds, created_at, updated_at)
values (@id, @version, @name, @framework, @builds, @created_at, @updated_at)
on conflict do nothing
