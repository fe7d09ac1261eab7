-- Updates a build that is at the expected version. A row that a foreign session holds is passed over: nobody waits for it here.
-- @id, @expected the row
-- @<column> each changeable column's value
with free as (
    select b.id
    from builds b
    where b.id = @id
      and b.version = @expected
    for update skip locked
)
update builds
set
    version = @version, write_id = @write_id, status = @status, ready_at = @ready_at, updated_at = @updated_at,
    started_at = @started_at, finished_at = @finished_at, attempt = @attempt, losses = @losses, progress = @progress,
    source_file = @source_file, source_length = @source_length, source_sha256 = @source_sha256, source_name = @source_name,
    result_file = @result_file, result_length = @result_length, result_sha256 = @result_sha256, result_name = @result_name,
    lease_token = @lease_token, lease_granted_at = @lease_granted_at, is_classic = @is_classic, worker_id = @worker_id,
    worker_name = @worker_name, error = @error, error_code = @error_code, cancelled_token = @cancelled_token,
    receipt_token = @receipt_token, receipt_digest = @receipt_digest, preview_url = @preview_url, cancel_confirmed_at = @cancel_confirmed_at
from free
where builds.id = free.id
