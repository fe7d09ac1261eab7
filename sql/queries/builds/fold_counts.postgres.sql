-- Folds noted changes into the counts of builds, unless another silo does; answers how many.
-- $1 the key of the lock
-- $2 how many at most
with folded as (
    delete from build_count_changes
    where (select pg_try_advisory_xact_lock($1))
      and ctid = any(array(select ctid from build_count_changes limit $2))
    returning platform, state, builds
), kept as (
    insert into build_counts as c (platform, state, builds)
    select platform, state, sum(builds)
    from folded
    group by platform, state
    order by platform, state
    on conflict (platform, state) do update
    set builds = c.builds + excluded.builds
)
select count(*)
from folded
