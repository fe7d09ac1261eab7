-- The claims of queues.
-- @ids an array
select c.queue, 0::bigint, c.claim
from queue_claims c
where c.queue = any(@ids)
