-- Updates jobs that are at the expected version, with their events, inputs and ways back; answers the ids that were updated.
-- $1 id, an array
-- $2 expected, an array
-- $3 version, an array
-- $4 write_id, an array
-- $5 status, an array
-- $6 tracked, an array
-- $7 taken_over, an array
-- $8 lane, an array
-- $9 ready_at, an array
-- $10 updated_at, an array
-- $11 started_at, an array
-- $12 finished_at, an array
-- $13 attempt, an array
-- $14 failures, an array
-- $15 losses, an array
-- $16 progress, an array
-- $17 message, an array
-- $18 document_id, an array
-- $19 result, an array
-- $20 error, an array
-- $21 error_code, an array
-- $22 skipped, an array
-- $23 reason, an array
-- $24 stage, an array
-- $25 input_type, an array
-- $26 input_length, an array
-- $27 input_file, an array
-- $28 input_name, an array
-- $29 input_attributes, an array
-- $30 lease_token, an array
-- $31 lease_worker, an array
-- $32 lease_granted_at, an array
-- $33 cancel_requested_at, an array
-- $34 last_event, an array
-- $35 dependencies_met, an array
-- $36 has_dependents, an array
-- $37 receipt_token, an array
-- $38 receipt_digest, an array
-- $39 callback_due, an array
-- $40 events, an array
-- $41 event_job, an array
-- $42 event_seq, an array
-- $43 event_type, an array
-- $44 event_at, an array
-- $45 event_data, an array
-- $46 content_job, an array
-- $47 content, an array
-- $48 was_state, an array: before the update; null to look it up
-- $49 was_attempt, an array
-- $50 undo_job, an array
-- $51 undo_version, an array
-- $52 undo, an array
-- "(x in (select ...)) is true" keeps a hashed subplan: the writer's session has joins by hash turned off.
with updated as (
    update jobs j
    set version = i.version, write_id = i.write_id, status = i.status, tracked = i.tracked, taken_over = i.taken_over,
        lane = i.lane, ready_at = i.ready_at, updated_at = i.updated_at, started_at = i.started_at, finished_at = i.finished_at,
        attempt = i.attempt, failures = i.failures, losses = i.losses, progress = i.progress, message = i.message,
        document_id = i.document_id, result = i.result, error = i.error, error_code = i.error_code, skipped = i.skipped,
        reason = i.reason, stage = i.stage, input_type = i.input_type, input_length = i.input_length, input_file = i.input_file,
        input_name = i.input_name, input_attributes = i.input_attributes, lease_token = i.lease_token,
        lease_worker = i.lease_worker, lease_granted_at = i.lease_granted_at, cancel_requested_at = i.cancel_requested_at,
        last_event = i.last_event, dependencies_met = i.dependencies_met, has_dependents = i.has_dependents,
        receipt_token = i.receipt_token, receipt_digest = i.receipt_digest, callback_due = i.callback_due,
        events = j.events || i.events
    from unnest(
        $1::text[], $2::bigint[], $3::bigint[], $4::bigint[], $5::text[], $6::boolean[], $7::boolean[], $8::text[],
        $9::timestamptz[], $10::timestamptz[], $11::timestamptz[], $12::timestamptz[], $13::integer[], $14::integer[],
        $15::integer[], $16::integer[], $17::text[], $18::text[], $19::text[], $20::text[], $21::text[], $22::boolean[],
        $23::text[], $24::integer[], $25::text[], $26::bigint[], $27::text[], $28::text[], $29::text[], $30::text[], $31::text[],
        $32::timestamptz[], $33::timestamptz[], $34::integer[], $35::boolean[], $36::boolean[], $37::text[], $38::text[],
        $39::boolean[], $40::text[], $48::text[], $49::integer[]
    ) as i(
        id, expected, version, write_id, status, tracked, taken_over, lane, ready_at, updated_at, started_at, finished_at,
        attempt, failures, losses, progress, message, document_id, result, error, error_code, skipped, reason, stage, input_type,
        input_length, input_file, input_name, input_attributes, lease_token, lease_worker, lease_granted_at, cancel_requested_at,
        last_event, dependencies_met, has_dependents, receipt_token, receipt_digest, callback_due, events,
        was_state, was_attempt)
    where j.id = i.id
      and j.version = i.expected
    returning
        j.id, j.queue, j.type, case when j.skipped then 'skipped' else j.status end as state,
        coalesce(i.was_state, (select case when o.skipped then 'skipped' else o.status end from jobs o where o.id = i.id)) as was_state,
        greatest(j.attempt - 1, 0)
            - greatest(case when i.was_state is null then (select o.attempt from jobs o where o.id = i.id) else i.was_attempt end - 1, 0) as retries
), counts as (
    insert into job_count_changes (queue, type, state, jobs, retries)
    select c.queue, c.type, c.state, sum(c.jobs), sum(c.retries)
    from (
        select queue, type, was_state as state, -1 as jobs, 0 as retries
        from updated
        union all
        select queue, type, state, 1, retries
        from updated) c
    group by c.queue, c.type, c.state
    having sum(c.jobs) <> 0 or sum(c.retries) <> 0
), events as (
    insert into job_events (job_id, seq, type, at, data)
    select e.job_id, e.seq, e.type, e.at, e.data
    from unnest($41::text[], $42::integer[], $43::text[], $44::timestamptz[], $45::text[]) as e(job_id, seq, type, at, data)
    where (e.job_id in (select id from updated)) is true
), inputs as (
    insert into job_inputs (job_id, content)
    select n.job_id, n.content
    from unnest($46::text[], $47::bytea[]) as n(job_id, content)
    where (n.job_id in (select id from updated)) is true
    on conflict (job_id) do update set content = excluded.content
), versions as (
    insert into job_versions (job_id, version, undo)
    select v.job_id, v.version, v.undo
    from unnest($50::text[], $51::bigint[], $52::text[]) as v(job_id, version, undo)
    where (v.job_id in (select id from updated)) is true
)
select id from updated
