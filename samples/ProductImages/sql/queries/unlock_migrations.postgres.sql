-- The next one may.
select pg_advisory_unlock(735241906)
