-- Whether a row names a file.
-- @file
select 1
from jobs
where input_file = @file
limit 1
