-- How many builds are in each state, awaiting for those that wait for their source; and a row without a state: those submitted since an instant.
-- @midnight
select c.state, cast(sum(c.builds) as bigint)
from build_counts c
group by c.state
having sum(c.builds) <> 0
union all
select null, count(*)
from builds b
where b.created_at >= @midnight
