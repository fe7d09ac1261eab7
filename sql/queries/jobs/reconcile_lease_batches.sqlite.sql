-- Which batches were leased.
-- @ids an array
select cast(b.id as text), 0, b.id
from lease_batches b
where cast(b.id as text) in (select value from json_each(@ids))
