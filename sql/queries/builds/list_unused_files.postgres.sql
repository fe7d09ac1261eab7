-- Those of the file ids that no build names.
-- @ids an array
select f.id
from unnest(@ids) as f(id)
where not exists (select 1 from builds b where b.source_file = f.id)
  and not exists (select 1 from builds b where b.result_file = f.id)
  and not exists (select 1 from builds b where b.certs_file = f.id)
