-- The batches leased in a queue, oldest first.
-- @queue
-- @limit
select b.id, b.worker, b.granted_at, b.secret, b.jobs
from lease_batches b
where b.queue = @queue
order by b.granted_at, b.id
limit @limit
