-- Forgets counts of nothing, unless another silo folds right now.
-- $1 the key of the lock
delete from job_counts
where (select pg_try_advisory_xact_lock($1))
  and jobs = 0
  and retries = 0
