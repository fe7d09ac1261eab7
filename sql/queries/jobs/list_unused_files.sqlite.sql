-- Those of the file ids that no job names.
-- @ids an array
select f.id
from (select value as id from json_each(@ids)) f
where not exists (select 1 from jobs j where j.input_file = f.id)
