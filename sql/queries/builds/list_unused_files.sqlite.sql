-- Those of the file ids that no build names.
-- @ids an array
select f.id
from (select value as id from json_each(@ids)) f
where not exists (select 1 from builds b where b.source_file = f.id)
  and not exists (select 1 from builds b where b.result_file = f.id)
  and not exists (select 1 from builds b where b.certs_file = f.id)
