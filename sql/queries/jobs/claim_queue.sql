-- Claims a queue for an activation of its grain; the earlier one can lease no more batches.
-- @queue
-- @claim
insert into queue_claims (queue, claim)
values (@queue, @claim)
on conflict (queue) do update set claim = excluded.claim
