-- Takes the lock of the migrations for this session; waits for another process that migrates.
-- $1 the key
select set_config('lock_timeout', '0', false), set_config('statement_timeout', '60s', false), pg_advisory_lock($1)
