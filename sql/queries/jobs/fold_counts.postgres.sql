-- Folds noted changes into the counts of jobs, unless another silo does; answers how many.
-- $1 the key of the lock
-- $2 how many at most
with folded as (
    delete from job_count_changes
    where (select pg_try_advisory_xact_lock($1))
      and ctid = any(array(select ctid from job_count_changes limit $2))
    returning queue, type, state, jobs, retries
), kept as (
    insert into job_counts as c (queue, type, state, jobs, retries)
    select queue, type, state, sum(jobs), sum(retries)
    from folded
    group by queue, type, state
    order by queue, type, state
    on conflict (queue, type, state) do update
    set jobs = c.jobs + excluded.jobs, retries = c.retries + excluded.retries
)
select count(*)
from folded
