-- Changes what is said of a project.
-- @id, @expected the row
-- @version, @name, @framework, @updated_at
update projects
set version = @version, name = @name, framework = @framework, updated_at = @updated_at
where id = @id
  and version = @expected
