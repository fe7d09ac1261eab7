-- Builds by their ids.
-- @ids a JSON array
select
    b.id, b.platform, b.priority, b.await_source, b.project_id, b.original_build_id, b.certs_file, b.certs_length,
    b.certs_sha256, b.certs_name, b.created_at, b.version, b.write_id, b.status, b.ready_at, b.updated_at, b.started_at,
    b.finished_at, b.attempt, b.losses, b.progress, b.source_file, b.source_length, b.source_sha256, b.source_name,
    b.result_file, b.result_length, b.result_sha256, b.result_name, b.lease_token, b.lease_granted_at, b.is_classic,
    b.worker_id, b.worker_name, b.error, b.error_code, b.cancelled_token, b.receipt_token, b.receipt_digest, b.preview_url, b.cancel_confirmed_at
from builds b
where b.id in (select value from json_each(@ids))
