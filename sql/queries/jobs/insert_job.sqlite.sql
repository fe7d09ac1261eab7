-- Inserts a job that does not exist yet.
-- @<column> each column's value
insert into jobs (
    id, queue, type, await_input, priority, concurrency_key, unique_key, created_at, deadline, max_attempts, tags, payload,
    metadata, spec, version, write_id, status, tracked, taken_over, lane, ready_at, updated_at, started_at, finished_at, attempt,
    failures, losses, progress, message, document_id, result, error, error_code, skipped, reason, stage, input_type,
    input_length, input_file, input_name, input_attributes, lease_token, lease_worker, lease_granted_at, cancel_requested_at,
    last_event, dependencies_met, has_dependents, receipt_token, receipt_digest, callback_due, events)
values (
    @id, @queue, @type, @await_input, @priority, @concurrency_key, @unique_key, @created_at, @deadline, @max_attempts, @tags,
    @payload, @metadata, @spec, @version, @write_id, @status, @tracked, @taken_over, @lane, @ready_at, @updated_at, @started_at,
    @finished_at, @attempt, @failures, @losses, @progress, @message, @document_id, @result, @error, @error_code, @skipped,
    @reason, @stage, @input_type, @input_length, @input_file, @input_name, @input_attributes, @lease_token, @lease_worker,
    @lease_granted_at, @cancel_requested_at, @last_event, @dependencies_met, @has_dependents, @receipt_token, @receipt_digest,
    @callback_due, @events)
on conflict do nothing
