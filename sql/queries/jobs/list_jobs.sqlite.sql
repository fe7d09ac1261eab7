-- Jobs, newest first, after a place in the list.
-- @queue null for all
-- @type null for all
-- @status null for all, or an unfinished one
-- @ended null for all, or a finished one: an expression, so that no partial index of all finished jobs is read instead of a stretch of the newest
-- @tag a JSON array of one; null for all
-- @after_at, @after_id the place; null for the start
-- @edge_at, @edge_id the last place that is looked at; the beginning of time for all
-- @limit
select
    j.id, j.queue, j.type, j.await_input, j.priority, j.concurrency_key, j.unique_key, j.created_at, j.deadline, j.max_attempts,
    j.tags, j.payload, j.metadata, j.spec, j.version, j.write_id, j.status, j.tracked, j.taken_over, j.lane, j.ready_at,
    j.updated_at, j.started_at, j.finished_at, j.attempt, j.failures, j.losses, j.progress, j.message, j.document_id, j.result,
    j.error, j.error_code, j.skipped, j.reason, j.stage, j.input_type, j.input_length, j.input_file, j.input_name,
    j.input_attributes, j.lease_token, j.lease_worker, j.lease_granted_at, j.cancel_requested_at, j.last_event,
    j.dependencies_met, j.has_dependents, j.receipt_token, j.receipt_digest, j.callback_due
from jobs j
where (cast(@queue as text) is null or j.queue = @queue)
  and (cast(@type as text) is null or j.type = @type)
  and (cast(@status as text) is null or j.status = @status)
  and (cast(@ended as text) is null or j.status || '' = @ended)
  and (cast(@tag as text) is null or exists (select 1 from json_each(j.tags) where value = json_extract(@tag, '$[0]')))
  and (j.created_at, j.id) < (@after_at, @after_id)
  and (j.created_at, j.id) >= (@edge_at, @edge_id)
order by j.created_at desc, j.id desc
limit @limit
