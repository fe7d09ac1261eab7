-- Updates a job that is at the expected version.
-- @id, @expected the row
-- @<column> each changeable column's value; @events is appended
update jobs
set version = @version, write_id = @write_id, status = @status, tracked = @tracked, taken_over = @taken_over, lane = @lane,
    ready_at = @ready_at, updated_at = @updated_at, started_at = @started_at, finished_at = @finished_at, attempt = @attempt,
    failures = @failures, losses = @losses, progress = @progress, message = @message, document_id = @document_id,
    result = @result, error = @error, error_code = @error_code, skipped = @skipped, reason = @reason, stage = @stage,
    input_type = @input_type, input_length = @input_length, input_file = @input_file, input_name = @input_name,
    input_attributes = @input_attributes, lease_token = @lease_token, lease_worker = @lease_worker,
    lease_granted_at = @lease_granted_at, cancel_requested_at = @cancel_requested_at, last_event = @last_event,
    dependencies_met = @dependencies_met, has_dependents = @has_dependents, receipt_token = @receipt_token,
    receipt_digest = @receipt_digest, callback_due = @callback_due, events = events || @events
where id = @id
  and version = @expected
