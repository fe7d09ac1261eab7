-- Creates a worker unless its id is taken.
-- @<column> each column's value
insert into workers (
    id, version, write_id, name, capabilities, platforms, capacity, is_registered, draining, offline, speaks_tokens,
    generation, oldest_generation, generation_at, registered_at, seen_at)
values (
    @id, @version, @write_id, @name, @capabilities, @platforms, @capacity, @is_registered, @draining, @offline,
    @speaks_tokens, @generation, @oldest_generation, @generation_at, @registered_at, @seen_at)
on conflict (id) do nothing
