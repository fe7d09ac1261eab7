-- Updates a worker that is at the expected version. A row that a foreign session holds is passed over: nobody waits for it here.
-- @id, @expected the row
-- @<column> each column's value
with free as (
    select w.id
    from workers w
    where w.id = @id
      and w.version = @expected
    for update skip locked
)
update workers
set
    version = @version, write_id = @write_id, name = @name, capabilities = @capabilities, platforms = @platforms,
    capacity = @capacity, is_registered = @is_registered, draining = @draining, offline = @offline,
    speaks_tokens = @speaks_tokens, generation = @generation, oldest_generation = @oldest_generation,
    generation_at = @generation_at, registered_at = @registered_at, seen_at = @seen_at
from free
where workers.id = free.id
