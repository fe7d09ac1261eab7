-- Leases a batch of queued jobs to a silo's own worker, while the queue's claim stands and every job is as the queue knows it.
-- @id
-- @queue, @claim
-- @worker
-- @granted_at
-- @secret what the tokens of the batch have in common
-- @jobs a JSON array: id, version and attempt of each
-- The claim is locked until the commit: whoever claims the queue next finds this batch.
insert into lease_batches (id, queue, worker, granted_at, secret, jobs)
select @id, @queue, @worker, @granted_at, @secret, @jobs
where exists (
    select 1
    from queue_claims c
    where c.queue = @queue
      and c.claim = @claim
    for share)
  and not exists (
    select 1
    from json_to_recordset(@jobs::json) as i(id text, version bigint)
    where not exists (
        select 1
        from jobs j
        where j.id = i.id
          and j.version = i.version))
