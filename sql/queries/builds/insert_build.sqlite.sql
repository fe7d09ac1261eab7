-- Creates a build unless its id is taken.
-- @<column> each column's value
insert into builds (
    id, platform, priority, await_source, project_id, original_build_id, certs_file, certs_length, certs_sha256, certs_name,
    created_at, version, write_id, status, ready_at, updated_at, started_at, finished_at, attempt, losses, progress,
    source_file, source_length, source_sha256, source_name, result_file, result_length, result_sha256, result_name,
    lease_token, lease_granted_at, is_classic, worker_id, worker_name, error, error_code, cancelled_token, receipt_token,
    receipt_digest, preview_url, cancel_confirmed_at)
values (
    @id, @platform, @priority, @await_source, @project_id, @original_build_id, @certs_file, @certs_length, @certs_sha256,
    @certs_name, @created_at, @version, @write_id, @status, @ready_at, @updated_at, @started_at, @finished_at, @attempt,
    @losses, @progress, @source_file, @source_length, @source_sha256, @source_name, @result_file, @result_length,
    @result_sha256, @result_name, @lease_token, @lease_granted_at, @is_classic, @worker_id, @worker_name, @error,
    @error_code, @cancelled_token, @receipt_token, @receipt_digest, @preview_url, @cancel_confirmed_at)
on conflict (id) do nothing
