-- How many builds are in each state, awaiting for those that wait for their source; and a row without a state: those submitted since an instant.
-- @midnight
select c.state, cast(sum(c.builds) as bigint)
from (
    select platform, state, builds
    from build_counts
    union all
    select platform, state, builds
    from build_count_changes) c
group by c.state
having sum(c.builds) <> 0
union all
select null, count(*)
from builds b
where b.created_at >= @midnight
