-- A worker with how much it holds, and how many builds completed and failed in its hands.
-- @id
select
    w.id, w.version, w.write_id, w.name, w.capabilities, w.platforms, w.capacity, w.is_registered, w.draining, w.offline,
    w.speaks_tokens, w.generation, w.oldest_generation, w.generation_at, w.registered_at, w.seen_at,
    (select count(*) from builds b where b.worker_id = w.id and b.status in ('assigned', 'building'))
        + (select count(*) from jobs j where j.lease_worker = w.id and j.status = 'processing' and not j.tracked),
    (select count(*) from builds b where b.worker_id = w.id and b.status = 'completed')
        + coalesce((select t.completed from worker_tallies t where t.worker_id = w.id), 0),
    (select count(*) from builds b where b.worker_id = w.id and b.status = 'failed')
        + coalesce((select t.failed from worker_tallies t where t.worker_id = w.id), 0)
from workers w
where w.id = @id
