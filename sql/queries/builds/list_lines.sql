-- Platforms with builds in line, after one; steps from platform to platform in builds_ready.
-- @platform the one to begin after; empty for the start
-- @limit
with recursive lines(platform) as (
    select min(b.platform)
    from builds b
    where b.status = 'pending'
      and b.source_file is not null
      and b.platform > @platform
    union all
    select (
        select min(b.platform)
        from builds b
        where b.status = 'pending'
          and b.source_file is not null
          and b.platform > l.platform)
    from lines l
    where l.platform is not null
)
select l.platform
from lines l
where l.platform is not null
limit @limit
