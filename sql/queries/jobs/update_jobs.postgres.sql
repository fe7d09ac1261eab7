-- Updates jobs that are at the expected version, with their events and inputs; answers the ids that were updated.
-- $1 id, an array
-- $2 expected, an array
-- $3 version, an array
-- $4 write_id, an array
-- $5 status, an array
-- $6 lane, an array
-- $7 ready_at, an array
-- $8 updated_at, an array
-- $9 started_at, an array
-- $10 finished_at, an array
-- $11 attempt, an array
-- $12 failures, an array
-- $13 losses, an array
-- $14 progress, an array
-- $15 message, an array
-- $16 document_id, an array
-- $17 result, an array
-- $18 error, an array
-- $19 error_code, an array
-- $20 skipped, an array
-- $21 reason, an array
-- $22 stage, an array
-- $23 input_type, an array
-- $24 input_length, an array
-- $25 input_file, an array
-- $26 input_name, an array
-- $27 lease_token, an array
-- $28 lease_worker, an array
-- $29 lease_granted_at, an array
-- $30 cancel_requested_at, an array
-- $31 last_event, an array
-- $32 has_dependents, an array
-- $33 receipt_token, an array
-- $34 receipt_digest, an array
-- $35 callback_due, an array
-- $36 event_job, an array
-- $37 event_seq, an array
-- $38 event_type, an array
-- $39 event_at, an array
-- $40 event_data, an array
-- $41 input_job, an array
-- $42 input_content, an array
-- "(x in (select ...)) is true" keeps a hashed subplan: the writer's session has joins by hash turned off.
with updated as (
    update jobs j
    set version = i.version, write_id = i.write_id, status = i.status, lane = i.lane, ready_at = i.ready_at,
        updated_at = i.updated_at, started_at = i.started_at, finished_at = i.finished_at, attempt = i.attempt,
        failures = i.failures, losses = i.losses, progress = i.progress, message = i.message, document_id = i.document_id,
        result = i.result, error = i.error, error_code = i.error_code, skipped = i.skipped, reason = i.reason, stage = i.stage,
        input_type = i.input_type, input_length = i.input_length, input_file = i.input_file, input_name = i.input_name,
        lease_token = i.lease_token, lease_worker = i.lease_worker, lease_granted_at = i.lease_granted_at,
        cancel_requested_at = i.cancel_requested_at, last_event = i.last_event, has_dependents = i.has_dependents,
        receipt_token = i.receipt_token, receipt_digest = i.receipt_digest, callback_due = i.callback_due
    from unnest(
        $1::text[], $2::bigint[], $3::bigint[], $4::bigint[], $5::text[], $6::text[], $7::timestamptz[], $8::timestamptz[],
        $9::timestamptz[], $10::timestamptz[], $11::integer[], $12::integer[], $13::integer[], $14::integer[], $15::text[],
        $16::text[], $17::text[], $18::text[], $19::text[], $20::boolean[], $21::text[], $22::integer[], $23::text[],
        $24::bigint[], $25::text[], $26::text[], $27::text[], $28::text[], $29::timestamptz[], $30::timestamptz[],
        $31::integer[], $32::boolean[], $33::text[], $34::text[], $35::boolean[]
    ) as i(
        id, expected, version, write_id, status, lane, ready_at, updated_at, started_at, finished_at, attempt, failures, losses,
        progress, message, document_id, result, error, error_code, skipped, reason, stage, input_type, input_length, input_file,
        input_name, lease_token, lease_worker, lease_granted_at, cancel_requested_at, last_event, has_dependents, receipt_token,
        receipt_digest, callback_due)
    where j.id = i.id
      and j.version = i.expected
    returning j.id
), events as (
    insert into job_events (job_id, seq, type, at, data)
    select e.job_id, e.seq, e.type, e.at, e.data
    from unnest($36::text[], $37::integer[], $38::text[], $39::timestamptz[], $40::text[]) as e(job_id, seq, type, at, data)
    where (e.job_id in (select id from updated)) is true
), inputs as (
    insert into job_inputs (job_id, content)
    select n.job_id, n.content
    from unnest($41::text[], $42::bytea[]) as n(job_id, content)
    where (n.job_id in (select id from updated)) is true
    on conflict (job_id) do update set content = excluded.content
)
select id from updated
