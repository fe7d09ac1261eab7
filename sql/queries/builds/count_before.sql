-- How many builds in line go before an entry, counted up to a limit.
-- @priority, @ready_at, @id the entry
-- @limit
select count(*)
from (
    select 1
    from builds b
    where b.status = 'pending'
      and b.source_file is not null
      and (b.priority > @priority or (b.priority = @priority and (b.ready_at, b.id) < (@ready_at, @id)))
    limit @limit) ahead
