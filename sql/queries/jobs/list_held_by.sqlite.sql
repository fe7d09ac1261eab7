-- Jobs a worker holds, over all queues.
-- @worker
-- @limit
select
    j.id, j.queue, j.type, j.await_input, j.priority, j.concurrency_key, j.unique_key, j.created_at, j.deadline, j.max_attempts,
    j.tags, j.payload, j.metadata, j.spec, j.version, j.write_id, j.status, j.tracked, j.taken_over, j.lane, j.ready_at,
    j.updated_at, j.started_at, j.finished_at, j.attempt, j.failures, j.losses, j.progress, j.message, j.document_id, j.result,
    j.error, j.error_code, j.skipped, j.reason, j.stage, j.input_type, j.input_length, j.input_file, j.input_name,
    j.input_attributes, j.lease_token, j.lease_worker, j.lease_granted_at, j.cancel_requested_at, j.last_event,
    j.dependencies_met, j.has_dependents, j.receipt_token, j.receipt_digest, j.callback_due
from jobs j indexed by jobs_held
where j.lease_worker = @worker
  and j.status = 'processing'
  and not j.tracked
limit @limit
