-- How many builds have a status and platform.
-- @status, @platform null for all
-- @active 1 for those that workers hold, 0 for all
select cast(coalesce(sum(c.builds), 0) as bigint)
from build_counts c
where (cast(@status as text) is null or case when c.state = 'awaiting' then 'pending' else c.state end = @status)
  and (cast(@platform as text) is null or c.platform = @platform)
  and (@active = 0 or c.state in ('assigned', 'building'))
