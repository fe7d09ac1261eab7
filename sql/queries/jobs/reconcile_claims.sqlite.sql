-- The claims of queues.
-- @ids an array
select c.queue, 0, c.claim
from queue_claims c
where c.queue in (select value from json_each(@ids))
