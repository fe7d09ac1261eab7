-- Inserts jobs that do not exist yet, with their events, inputs and dependencies; notes how the counts change; answers the ids that were inserted.
-- $1 id, an array
-- $2 queue, an array
-- $3 type, an array
-- $4 await_input, an array
-- $5 priority, an array
-- $6 concurrency_key, an array
-- $7 unique_key, an array
-- $8 created_at, an array
-- $9 deadline, an array
-- $10 max_attempts, an array
-- $11 tags, an array
-- $12 payload, an array
-- $13 metadata, an array
-- $14 spec, an array
-- $15 version, an array
-- $16 write_id, an array
-- $17 status, an array
-- $18 tracked, an array
-- $19 taken_over, an array
-- $20 lane, an array
-- $21 ready_at, an array
-- $22 updated_at, an array
-- $23 started_at, an array
-- $24 finished_at, an array
-- $25 attempt, an array
-- $26 failures, an array
-- $27 losses, an array
-- $28 progress, an array
-- $29 message, an array
-- $30 document_id, an array
-- $31 result, an array
-- $32 error, an array
-- $33 error_code, an array
-- $34 skipped, an array
-- $35 reason, an array
-- $36 stage, an array
-- $37 input_type, an array
-- $38 input_length, an array
-- $39 input_file, an array
-- $40 input_name, an array
-- $41 input_attributes, an array
-- $42 lease_token, an array
-- $43 lease_worker, an array
-- $44 lease_granted_at, an array
-- $45 cancel_requested_at, an array
-- $46 last_event, an array
-- $47 dependencies_met, an array
-- $48 has_dependents, an array
-- $49 receipt_token, an array
-- $50 receipt_digest, an array
-- $51 callback_due, an array
-- $52 events, an array
-- $53 event_job, an array
-- $54 event_seq, an array
-- $55 event_type, an array
-- $56 event_at, an array
-- $57 event_data, an array
-- $58 content_job, an array
-- $59 content, an array
-- $60 dependency_job, an array
-- $61 dependency_on, an array
-- "(x in (select ...)) is true" keeps a hashed subplan: the writer's session has joins by hash turned off.
with inserted as (
    insert into jobs (
        id, queue, type, await_input, priority, concurrency_key, unique_key, created_at, deadline, max_attempts, tags, payload,
        metadata, spec, version, write_id, status, tracked, taken_over, lane, ready_at, updated_at, started_at, finished_at,
        attempt, failures, losses, progress, message, document_id, result, error, error_code, skipped, reason, stage, input_type,
        input_length, input_file, input_name, input_attributes, lease_token, lease_worker, lease_granted_at, cancel_requested_at,
        last_event, dependencies_met, has_dependents, receipt_token, receipt_digest, callback_due, events)
    select
        i.id, i.queue, i.type, i.await_input, i.priority, i.concurrency_key, i.unique_key, i.created_at, i.deadline,
        i.max_attempts, i.tags::jsonb, i.payload, i.metadata, i.spec, i.version, i.write_id, i.status, i.tracked, i.taken_over,
        i.lane, i.ready_at, i.updated_at, i.started_at, i.finished_at, i.attempt, i.failures, i.losses, i.progress, i.message,
        i.document_id, i.result, i.error, i.error_code, i.skipped, i.reason, i.stage, i.input_type, i.input_length, i.input_file,
        i.input_name, i.input_attributes, i.lease_token, i.lease_worker, i.lease_granted_at, i.cancel_requested_at, i.last_event,
        i.dependencies_met, i.has_dependents, i.receipt_token, i.receipt_digest, i.callback_due, i.events
    from unnest(
        $1::text[], $2::text[], $3::text[], $4::boolean[], $5::integer[], $6::text[], $7::text[], $8::timestamptz[],
        $9::timestamptz[], $10::integer[], $11::text[], $12::text[], $13::text[], $14::text[], $15::bigint[], $16::bigint[],
        $17::text[], $18::boolean[], $19::boolean[], $20::text[], $21::timestamptz[], $22::timestamptz[], $23::timestamptz[],
        $24::timestamptz[], $25::integer[], $26::integer[], $27::integer[], $28::integer[], $29::text[], $30::text[],
        $31::text[], $32::text[], $33::text[], $34::boolean[], $35::text[], $36::integer[], $37::text[], $38::bigint[],
        $39::text[], $40::text[], $41::text[], $42::text[], $43::text[], $44::timestamptz[], $45::timestamptz[], $46::integer[],
        $47::boolean[], $48::boolean[], $49::text[], $50::text[], $51::boolean[], $52::text[]
    ) as i(
        id, queue, type, await_input, priority, concurrency_key, unique_key, created_at, deadline, max_attempts, tags, payload,
        metadata, spec, version, write_id, status, tracked, taken_over, lane, ready_at, updated_at, started_at, finished_at,
        attempt, failures, losses, progress, message, document_id, result, error, error_code, skipped, reason, stage, input_type,
        input_length, input_file, input_name, input_attributes, lease_token, lease_worker, lease_granted_at, cancel_requested_at,
        last_event, dependencies_met, has_dependents, receipt_token, receipt_digest, callback_due, events)
    on conflict do nothing
    returning id, queue, type, case when skipped then 'skipped' else status end as state, greatest(attempt - 1, 0) as retries
), counts as (
    insert into job_count_changes (queue, type, state, jobs, retries)
    select queue, type, state, count(*), sum(retries)
    from inserted
    group by queue, type, state
), events as (
    insert into job_events (job_id, seq, type, at, data)
    select e.job_id, e.seq, e.type, e.at, e.data
    from unnest($53::text[], $54::integer[], $55::text[], $56::timestamptz[], $57::text[]) as e(job_id, seq, type, at, data)
    where (e.job_id in (select id from inserted)) is true
), inputs as (
    insert into job_inputs (job_id, content)
    select n.job_id, n.content
    from unnest($58::text[], $59::bytea[]) as n(job_id, content)
    where (n.job_id in (select id from inserted)) is true
    on conflict (job_id) do update set content = excluded.content
), dependencies as (
    insert into job_dependencies (job_id, depends_on)
    select d.job_id, d.depends_on
    from unnest($60::text[], $61::text[]) as d(job_id, depends_on)
    where (d.job_id in (select id from inserted)) is true
)
select id from inserted
