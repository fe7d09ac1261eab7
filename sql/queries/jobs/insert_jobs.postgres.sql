-- Inserts jobs that do not exist yet, with their events, inputs and dependencies; answers the ids that were inserted.
-- $1 id, an array
-- $2 queue, an array
-- $3 type, an array
-- $4 tracked, an array
-- $5 await_input, an array
-- $6 priority, an array
-- $7 concurrency_key, an array
-- $8 unique_key, an array
-- $9 created_at, an array
-- $10 deadline, an array
-- $11 max_attempts, an array
-- $12 tags, an array
-- $13 payload, an array
-- $14 metadata, an array
-- $15 spec, an array
-- $16 version, an array
-- $17 write_id, an array
-- $18 status, an array
-- $19 lane, an array
-- $20 ready_at, an array
-- $21 updated_at, an array
-- $22 started_at, an array
-- $23 finished_at, an array
-- $24 attempt, an array
-- $25 failures, an array
-- $26 losses, an array
-- $27 progress, an array
-- $28 message, an array
-- $29 document_id, an array
-- $30 result, an array
-- $31 error, an array
-- $32 error_code, an array
-- $33 skipped, an array
-- $34 reason, an array
-- $35 stage, an array
-- $36 input_type, an array
-- $37 input_length, an array
-- $38 input_file, an array
-- $39 input_name, an array
-- $40 lease_token, an array
-- $41 lease_worker, an array
-- $42 lease_granted_at, an array
-- $43 cancel_requested_at, an array
-- $44 last_event, an array
-- $45 has_dependents, an array
-- $46 receipt_token, an array
-- $47 receipt_digest, an array
-- $48 callback_due, an array
-- $49 event_job, an array
-- $50 event_seq, an array
-- $51 event_type, an array
-- $52 event_at, an array
-- $53 event_data, an array
-- $54 input_job, an array
-- $55 input_content, an array
-- $56 dependency_job, an array
-- $57 dependency_on, an array
-- "(x in (select ...)) is true" keeps a hashed subplan: the writer's session has joins by hash turned off.
with inserted as (
    insert into jobs (
        id, queue, type, tracked, await_input, priority, concurrency_key, unique_key, created_at, deadline, max_attempts, tags,
        payload, metadata, spec, version, write_id, status, lane, ready_at, updated_at, started_at, finished_at, attempt,
        failures, losses, progress, message, document_id, result, error, error_code, skipped, reason, stage, input_type,
        input_length, input_file, input_name, lease_token, lease_worker, lease_granted_at, cancel_requested_at, last_event,
        has_dependents, receipt_token, receipt_digest, callback_due)
    select
        i.id, i.queue, i.type, i.tracked, i.await_input, i.priority, i.concurrency_key, i.unique_key, i.created_at, i.deadline,
        i.max_attempts, i.tags::jsonb, i.payload, i.metadata, i.spec, i.version, i.write_id, i.status, i.lane, i.ready_at,
        i.updated_at, i.started_at, i.finished_at, i.attempt, i.failures, i.losses, i.progress, i.message, i.document_id,
        i.result, i.error, i.error_code, i.skipped, i.reason, i.stage, i.input_type, i.input_length, i.input_file, i.input_name,
        i.lease_token, i.lease_worker, i.lease_granted_at, i.cancel_requested_at, i.last_event, i.has_dependents,
        i.receipt_token, i.receipt_digest, i.callback_due
    from unnest(
        $1::text[], $2::text[], $3::text[], $4::boolean[], $5::boolean[], $6::integer[], $7::text[], $8::text[],
        $9::timestamptz[], $10::timestamptz[], $11::integer[], $12::text[], $13::text[], $14::text[], $15::text[], $16::bigint[],
        $17::bigint[], $18::text[], $19::text[], $20::timestamptz[], $21::timestamptz[], $22::timestamptz[], $23::timestamptz[],
        $24::integer[], $25::integer[], $26::integer[], $27::integer[], $28::text[], $29::text[], $30::text[], $31::text[],
        $32::text[], $33::boolean[], $34::text[], $35::integer[], $36::text[], $37::bigint[], $38::text[], $39::text[],
        $40::text[], $41::text[], $42::timestamptz[], $43::timestamptz[], $44::integer[], $45::boolean[], $46::text[],
        $47::text[], $48::boolean[]
    ) as i(
        id, queue, type, tracked, await_input, priority, concurrency_key, unique_key, created_at, deadline, max_attempts, tags,
        payload, metadata, spec, version, write_id, status, lane, ready_at, updated_at, started_at, finished_at, attempt,
        failures, losses, progress, message, document_id, result, error, error_code, skipped, reason, stage, input_type,
        input_length, input_file, input_name, lease_token, lease_worker, lease_granted_at, cancel_requested_at, last_event,
        has_dependents, receipt_token, receipt_digest, callback_due)
    on conflict do nothing
    returning id
), events as (
    insert into job_events (job_id, seq, type, at, data)
    select e.job_id, e.seq, e.type, e.at, e.data
    from unnest($49::text[], $50::integer[], $51::text[], $52::timestamptz[], $53::text[]) as e(job_id, seq, type, at, data)
    where (e.job_id in (select id from inserted)) is true
), inputs as (
    insert into job_inputs (job_id, content)
    select n.job_id, n.content
    from unnest($54::text[], $55::bytea[]) as n(job_id, content)
    where (n.job_id in (select id from inserted)) is true
    on conflict (job_id) do update set content = excluded.content
), dependencies as (
    insert into job_dependencies (job_id, depends_on)
    select d.job_id, d.depends_on
    from unnest($56::text[], $57::text[]) as d(job_id, depends_on)
    where (d.job_id in (select id from inserted)) is true
)
select id from inserted
