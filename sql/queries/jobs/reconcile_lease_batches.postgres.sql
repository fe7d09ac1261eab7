-- Which batches were leased.
-- @ids an array
select b.id::text, 0::bigint, b.id
from lease_batches b
where b.id::text = any(@ids)
