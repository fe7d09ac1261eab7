-- A worker by id.
-- @id
select
    w.id, w.version, w.write_id, w.name, w.capabilities, w.platforms, w.capacity, w.is_registered, w.draining, w.offline,
    w.speaks_tokens, w.generation, w.oldest_generation, w.generation_at, w.registered_at, w.seen_at
from workers w
where w.id = @id
