-- Builds of one platform in line in order, after one: the rest of its priority, then the lower priorities.
-- @platform
-- @priority, @ready_at, @id the entry to begin after; a priority beyond all for the start
-- @limit
select e.id, e.platform, e.priority, e.ready_at, e.version
from (
    select *
    from (
        select b.id, b.platform, b.priority, b.ready_at, b.version
        from builds b
        where b.platform = @platform
          and b.status = 'pending'
          and b.source_file is not null
          and b.priority = @priority
          and (b.ready_at, b.id) > (@ready_at, @id)
        order by b.ready_at, b.id
        limit @limit) same
    union all
    select *
    from (
        select b.id, b.platform, b.priority, b.ready_at, b.version
        from builds b
        where b.platform = @platform
          and b.status = 'pending'
          and b.source_file is not null
          and b.priority < @priority
        order by b.priority desc, b.ready_at, b.id
        limit @limit) lower
) e
order by e.priority desc, e.ready_at, e.id
limit @limit
