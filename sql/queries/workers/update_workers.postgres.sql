-- Updates workers that are at their expected version; answers the ids of those updated. A row that a foreign session holds is passed over: nobody
-- waits for it here.
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
-- $17 expected, an array
with input as materialized (
    select *
    from unnest(
        $1::text[], $2::bigint[], $3::bigint[], $4::text[], $5::text[], $6::text[], $7::integer[], $8::boolean[],
        $9::boolean[], $10::boolean[], $11::boolean[], $12::integer[], $13::integer[], $14::timestamptz[],
        $15::timestamptz[], $16::timestamptz[], $17::bigint[]
    ) as i(
        id, version, write_id, name, capabilities, platforms, capacity, is_registered, draining, offline,
        speaks_tokens, generation, oldest_generation, generation_at, registered_at, seen_at, expected)
), free as materialized (
    select i.*
    from input i
    join workers w on w.id = i.id
    where w.version = i.expected
    for update of w skip locked
)
update workers w
set
    version = f.version, write_id = f.write_id, name = f.name, capabilities = f.capabilities, platforms = f.platforms,
    capacity = f.capacity, is_registered = f.is_registered, draining = f.draining, offline = f.offline,
    speaks_tokens = f.speaks_tokens, generation = f.generation, oldest_generation = f.oldest_generation,
    generation_at = f.generation_at, registered_at = f.registered_at, seen_at = f.seen_at
from free f
where w.id = f.id
returning w.id
