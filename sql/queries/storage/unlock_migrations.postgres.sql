-- Gives the lock of the migrations back, and the session its limits.
-- $1 the key
select pg_advisory_unlock($1), set_config('lock_timeout', '3s', false), set_config('statement_timeout', '5s', false)
