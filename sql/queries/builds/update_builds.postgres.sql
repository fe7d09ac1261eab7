-- Updates builds that are at their expected version and appends to their logs; answers the ids of those updated. A row that a foreign session holds is
-- passed over: nobody waits for it here.
-- $1 id, an array
-- $2 expected, an array
-- $3 version, an array
-- $4 write_id, an array
-- $5 status, an array
-- $6 ready_at, an array
-- $7 updated_at, an array
-- $8 started_at, an array
-- $9 finished_at, an array
-- $10 attempt, an array
-- $11 losses, an array
-- $12 progress, an array
-- $13 source_file, an array
-- $14 source_length, an array
-- $15 source_sha256, an array
-- $16 source_name, an array
-- $17 result_file, an array
-- $18 result_length, an array
-- $19 result_sha256, an array
-- $20 result_name, an array
-- $21 lease_token, an array
-- $22 lease_granted_at, an array
-- $23 is_classic, an array
-- $24 worker_id, an array
-- $25 worker_name, an array
-- $26 error, an array
-- $27 error_code, an array
-- $28 cancelled_token, an array
-- $29 receipt_token, an array
-- $30 receipt_digest, an array
-- $31 preview_url, an array
-- $32 cancel_confirmed_at, an array
-- $33 line_count, an array
-- $34 line_bytes, an array
-- $35 line_build, an array
-- $36 line_place, an array
-- $37 line_at, an array
-- $38 line_level, an array
-- $39 line_message, an array
-- The joins by hash are off in the writer's session, so where each log ended comes to its lines as one object.
with input as materialized (
    select *
    from unnest(
        $1::text[], $2::bigint[], $3::bigint[], $4::bigint[], $5::text[], $6::timestamptz[], $7::timestamptz[],
        $8::timestamptz[], $9::timestamptz[], $10::integer[], $11::integer[], $12::integer[], $13::text[],
        $14::bigint[], $15::text[], $16::text[], $17::text[], $18::bigint[], $19::text[], $20::text[], $21::text[],
        $22::timestamptz[], $23::boolean[], $24::text[], $25::text[], $26::text[], $27::text[], $28::text[],
        $29::text[], $30::text[], $31::text[], $32::timestamptz[], $33::integer[], $34::bigint[]
    ) as i(
        id, expected, version, write_id, status, ready_at, updated_at, started_at, finished_at, attempt, losses,
        progress, source_file, source_length, source_sha256, source_name, result_file, result_length, result_sha256,
        result_name, lease_token, lease_granted_at, is_classic, worker_id, worker_name, error, error_code,
        cancelled_token, receipt_token, receipt_digest, preview_url, cancel_confirmed_at, line_count, line_bytes)
), free as materialized (
    select i.*
    from input i
    join builds b on b.id = i.id
    where b.version = i.expected
    for update of b skip locked
), updated as (
    update builds b
    set
        version = f.version, write_id = f.write_id, status = f.status, ready_at = f.ready_at,
        updated_at = f.updated_at, started_at = f.started_at, finished_at = f.finished_at, attempt = f.attempt,
        losses = f.losses, progress = f.progress, source_file = f.source_file, source_length = f.source_length,
        source_sha256 = f.source_sha256, source_name = f.source_name, result_file = f.result_file,
        result_length = f.result_length, result_sha256 = f.result_sha256, result_name = f.result_name,
        lease_token = f.lease_token, lease_granted_at = f.lease_granted_at, is_classic = f.is_classic,
        worker_id = f.worker_id, worker_name = f.worker_name, error = f.error, error_code = f.error_code,
        cancelled_token = f.cancelled_token, receipt_token = f.receipt_token, receipt_digest = f.receipt_digest,
        preview_url = f.preview_url, cancel_confirmed_at = f.cancel_confirmed_at
    from free f
    where b.id = f.id
    returning b.id, b.write_id, f.line_count, f.line_bytes
), ends as (
    update build_log_ends e
    set last_seq = e.last_seq + u.line_count, bytes = e.bytes + u.line_bytes, write_id = u.write_id
    from updated u
    where e.build_id = u.id
      and u.line_count > 0
    returning e.build_id, e.last_seq - u.line_count as before
), numbered as (
    select jsonb_object_agg(e.build_id, e.before) as befores
    from ends e
), lines as (
    insert into build_logs (build_id, seq, at, level, message)
    select l.build_id, (n.befores ->> l.build_id)::bigint + l.place, l.at, l.level, l.message
    from numbered n
    cross join unnest(
        $35::text[], $36::integer[], $37::timestamptz[], $38::text[], $39::text[]
    ) as l(build_id, place, at, level, message)
    where n.befores ? l.build_id
)
select id from updated
