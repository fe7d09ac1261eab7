-- Creates workers unless their ids are taken; answers the ids of those created.
-- $1 id, an array
-- $2 version, an array
-- $3 write_id, an array
-- $4 name, an array
-- $5 capabilities, an array
-- $6 platforms, an array
-- $7 capacity, an array
-- $8 is_registered, an array
-- $9 draining, an array
-- $10 offline, an array
-- $11 speaks_tokens, an array
-- $12 generation, an array
-- $13 oldest_generation, an array
-- $14 generation_at, an array
-- $15 registered_at, an array
-- $16 seen_at, an array
insert into workers (
    id, version, write_id, name, capabilities, platforms, capacity, is_registered, draining, offline, speaks_tokens,
    generation, oldest_generation, generation_at, registered_at, seen_at)
select
    i.id, i.version, i.write_id, i.name, i.capabilities, i.platforms, i.capacity, i.is_registered, i.draining,
    i.offline, i.speaks_tokens, i.generation, i.oldest_generation, i.generation_at, i.registered_at, i.seen_at
from unnest(
    $1::text[], $2::bigint[], $3::bigint[], $4::text[], $5::text[], $6::text[], $7::integer[], $8::boolean[],
    $9::boolean[], $10::boolean[], $11::boolean[], $12::integer[], $13::integer[], $14::timestamptz[],
    $15::timestamptz[], $16::timestamptz[]
) as i(
    id, version, write_id, name, capabilities, platforms, capacity, is_registered, draining, offline, speaks_tokens,
    generation, oldest_generation, generation_at, registered_at, seen_at)
on conflict (id) do nothing
returning id
