-- Creates builds unless their ids are taken, with the first lines of their logs; answers the ids of those created.
-- $1 id, an array
-- $2 platform, an array
-- $3 priority, an array
-- $4 await_source, an array
-- $5 project_id, an array
-- $6 original_build_id, an array
-- $7 certs_file, an array
-- $8 certs_length, an array
-- $9 certs_sha256, an array
-- $10 certs_name, an array
-- $11 created_at, an array
-- $12 version, an array
-- $13 write_id, an array
-- $14 status, an array
-- $15 ready_at, an array
-- $16 updated_at, an array
-- $17 started_at, an array
-- $18 finished_at, an array
-- $19 attempt, an array
-- $20 losses, an array
-- $21 progress, an array
-- $22 source_file, an array
-- $23 source_length, an array
-- $24 source_sha256, an array
-- $25 source_name, an array
-- $26 result_file, an array
-- $27 result_length, an array
-- $28 result_sha256, an array
-- $29 result_name, an array
-- $30 lease_token, an array
-- $31 lease_granted_at, an array
-- $32 is_classic, an array
-- $33 worker_id, an array
-- $34 worker_name, an array
-- $35 error, an array
-- $36 error_code, an array
-- $37 cancelled_token, an array
-- $38 receipt_token, an array
-- $39 receipt_digest, an array
-- $40 preview_url, an array
-- $41 cancel_confirmed_at, an array
-- $42 line_count, an array
-- $43 line_bytes, an array
-- $44 line_build, an array
-- $45 line_place, an array
-- $46 line_at, an array
-- $47 line_level, an array
-- $48 line_message, an array
-- "(x in (select ...)) is true" keeps a hashed subplan: the writer's session has joins by hash turned off.
with input as materialized (
    select *
    from unnest(
        $1::text[], $2::text[], $3::integer[], $4::boolean[], $5::text[], $6::text[], $7::text[], $8::bigint[],
        $9::text[], $10::text[], $11::timestamptz[], $12::bigint[], $13::bigint[], $14::text[], $15::timestamptz[],
        $16::timestamptz[], $17::timestamptz[], $18::timestamptz[], $19::integer[], $20::integer[], $21::integer[],
        $22::text[], $23::bigint[], $24::text[], $25::text[], $26::text[], $27::bigint[], $28::text[], $29::text[],
        $30::text[], $31::timestamptz[], $32::boolean[], $33::text[], $34::text[], $35::text[], $36::text[],
        $37::text[], $38::text[], $39::text[], $40::text[], $41::timestamptz[], $42::integer[], $43::bigint[]
    ) as i(
        id, platform, priority, await_source, project_id, original_build_id, certs_file, certs_length, certs_sha256,
        certs_name, created_at, version, write_id, status, ready_at, updated_at, started_at, finished_at, attempt,
        losses, progress, source_file, source_length, source_sha256, source_name, result_file, result_length,
        result_sha256, result_name, lease_token, lease_granted_at, is_classic, worker_id, worker_name, error,
        error_code, cancelled_token, receipt_token, receipt_digest, preview_url, cancel_confirmed_at, line_count,
        line_bytes)
), created as (
    insert into builds (
        id, platform, priority, await_source, project_id, original_build_id, certs_file, certs_length, certs_sha256,
        certs_name, created_at, version, write_id, status, ready_at, updated_at, started_at, finished_at, attempt,
        losses, progress, source_file, source_length, source_sha256, source_name, result_file, result_length,
        result_sha256, result_name, lease_token, lease_granted_at, is_classic, worker_id, worker_name, error,
        error_code, cancelled_token, receipt_token, receipt_digest, preview_url, cancel_confirmed_at)
    select
        i.id, i.platform, i.priority, i.await_source, i.project_id, i.original_build_id, i.certs_file, i.certs_length,
        i.certs_sha256, i.certs_name, i.created_at, i.version, i.write_id, i.status, i.ready_at, i.updated_at,
        i.started_at, i.finished_at, i.attempt, i.losses, i.progress, i.source_file, i.source_length, i.source_sha256,
        i.source_name, i.result_file, i.result_length, i.result_sha256, i.result_name, i.lease_token,
        i.lease_granted_at, i.is_classic, i.worker_id, i.worker_name, i.error, i.error_code, i.cancelled_token,
        i.receipt_token, i.receipt_digest, i.preview_url, i.cancel_confirmed_at
    from input i
    on conflict (id) do nothing
    returning id
), ends as (
    insert into build_log_ends (build_id, last_seq, bytes, write_id)
    select i.id, i.line_count, i.line_bytes, i.write_id
    from input i
    where i.line_count > 0
      and (i.id in (select id from created)) is true
), lines as (
    insert into build_logs (build_id, seq, at, level, message)
    select l.build_id, l.place, l.at, l.level, l.message
    from unnest(
        $44::text[], $45::integer[], $46::timestamptz[], $47::text[], $48::text[]
    ) as l(build_id, place, at, level, message)
    where (l.build_id in (select id from created)) is true
)
select id from created
