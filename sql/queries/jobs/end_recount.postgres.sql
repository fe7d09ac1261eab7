-- Lets others fold again.
-- $1 the key of the lock
select pg_advisory_unlock($1)
