-- One process migrates at a time.
select pg_advisory_lock(735241906)
