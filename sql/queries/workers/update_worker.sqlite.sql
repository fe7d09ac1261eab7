-- Updates a worker that is at the expected version.
-- @id, @expected the row
-- @<column> each column's value
update workers
set
    version = @version, write_id = @write_id, name = @name, capabilities = @capabilities, platforms = @platforms,
    capacity = @capacity, is_registered = @is_registered, draining = @draining, offline = @offline,
    speaks_tokens = @speaks_tokens, generation = @generation, oldest_generation = @oldest_generation,
    generation_at = @generation_at, registered_at = @registered_at, seen_at = @seen_at
where id = @id
  and version = @expected
