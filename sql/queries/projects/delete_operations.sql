-- Forgets operations that have expired.
-- @now
delete from project_operations
where expires_at <= @now
