-- Takes the place of all folding, for as long as the session wants it.
-- $1 the key of the lock
select pg_try_advisory_lock($1)
