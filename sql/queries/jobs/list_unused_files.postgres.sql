-- Those of the file ids that no job names.
-- @ids an array
select f.id
from unnest(@ids) as f(id)
where not exists (select 1 from jobs j where j.input_file = f.id)
