-- Deletes jobs at the expected version with all that belongs to them; answers the ids that went.
-- $1 id, an array
-- $2 expected, an array
delete from jobs j
using unnest($1::text[], $2::bigint[]) as i(id, expected)
where j.id = i.id
  and j.version = i.expected
returning j.id
