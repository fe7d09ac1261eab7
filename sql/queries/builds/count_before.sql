-- How many builds in line go before an entry, and of how many platforms: each counted up to a limit. Steps from platform to platform in builds_ready.
-- @priority, @ready_at, @id the entry
-- @limit
-- @most_lines
with recursive lines(platform) as (
    select (
        select b.platform
        from builds b
        where b.status = 'pending'
          and b.source_file is not null
        order by b.platform
        limit 1)
    union all
    select (
        select b.platform
        from builds b
        where b.status = 'pending'
          and b.source_file is not null
          and b.platform > l.platform
        order by b.platform
        limit 1)
    from lines l
    where l.platform is not null
), some_lines as (
    select platform
    from lines
    where platform is not null
    limit @most_lines
)
select
    coalesce((select sum(
        (select count(*)
        from (
            select 1
            from builds b
            where b.platform = l.platform
              and b.status = 'pending'
              and b.source_file is not null
              and b.priority > @priority
            limit @limit) above)
        + (select count(*)
        from (
            select 1
            from builds b
            where b.platform = l.platform
              and b.status = 'pending'
              and b.source_file is not null
              and b.priority = @priority
              and (b.ready_at, b.id) < (@ready_at, @id)
            limit @limit) same))
    from some_lines l), 0),
    (select count(*) from some_lines)
