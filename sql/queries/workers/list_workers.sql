-- Registered workers with how much they hold, newest first, after a place in the list.
-- @after_at, @after_id the place
-- @limit
select
    w.id, w.version, w.write_id, w.name, w.capabilities, w.platforms, w.capacity, w.is_registered, w.draining, w.offline,
    w.speaks_tokens, w.generation, w.oldest_generation, w.generation_at, w.registered_at, w.seen_at,
    (select count(*) from builds b where b.worker_id = w.id and b.status in ('assigned', 'building')) + coalesce(h.jobs, 0)
from workers w
left join (
    select j.lease_worker, count(*) as jobs
    from jobs j
    where j.status = 'processing'
      and not j.tracked
    group by j.lease_worker) h on h.lease_worker = w.id
where w.is_registered
  and (w.registered_at, w.id) < (@after_at, @after_id)
order by w.registered_at desc, w.id desc
limit @limit
