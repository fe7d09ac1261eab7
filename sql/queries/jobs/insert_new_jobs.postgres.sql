-- Inserts jobs that do not exist yet and have done nothing yet, as most are; notes how the counts change; answers the ids that were inserted.
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
-- $19 lane, an array
-- $20 ready_at, an array
-- $21 updated_at, an array
-- $22 message, an array
-- $23 last_event, an array
-- $24 dependencies_met, an array
-- $25 events, an array
-- $26 event_job, an array
-- $27 event_seq, an array
-- $28 event_type, an array
-- $29 event_at, an array
-- $30 event_data, an array
-- $31 dependency_job, an array
-- $32 dependency_on, an array
-- "(x in (select ...)) is true" keeps a hashed subplan: the writer's session has joins by hash turned off.
with inserted as (
    insert into jobs (
        id, queue, type, await_input, priority, concurrency_key, unique_key, created_at, deadline, max_attempts, tags, payload,
        metadata, spec, version, write_id, status, tracked, lane, ready_at, updated_at, message, last_event, dependencies_met,
        events, taken_over, attempt, failures, losses, progress, skipped, stage, has_dependents, callback_due)
    select
        i.id, i.queue, i.type, i.await_input, i.priority, i.concurrency_key, i.unique_key, i.created_at, i.deadline,
        i.max_attempts, i.tags::jsonb, i.payload, i.metadata, i.spec, i.version, i.write_id, i.status, i.tracked, i.lane,
        i.ready_at, i.updated_at, i.message, i.last_event, i.dependencies_met, i.events, false, 0, 0, 0, 0, false, 0, false, false
    from unnest(
        $1::text[], $2::text[], $3::text[], $4::boolean[], $5::integer[], $6::text[], $7::text[], $8::timestamptz[],
        $9::timestamptz[], $10::integer[], $11::text[], $12::text[], $13::text[], $14::text[], $15::bigint[], $16::bigint[],
        $17::text[], $18::boolean[], $19::text[], $20::timestamptz[], $21::timestamptz[], $22::text[], $23::integer[],
        $24::boolean[], $25::text[]
    ) as i(
        id, queue, type, await_input, priority, concurrency_key, unique_key, created_at, deadline, max_attempts, tags, payload,
        metadata, spec, version, write_id, status, tracked, lane, ready_at, updated_at, message, last_event, dependencies_met,
        events)
    on conflict do nothing
    returning id, queue, type, status
), counts as (
    insert into job_count_changes (queue, type, state, jobs, retries)
    select queue, type, status, count(*), 0
    from inserted
    group by queue, type, status
), events as (
    insert into job_events (job_id, seq, type, at, data)
    select e.job_id, e.seq, e.type, e.at, e.data
    from unnest($26::text[], $27::integer[], $28::text[], $29::timestamptz[], $30::text[]) as e(job_id, seq, type, at, data)
    where (e.job_id in (select id from inserted)) is true
), dependencies as (
    insert into job_dependencies (job_id, depends_on)
    select d.job_id, d.depends_on
    from unnest($31::text[], $32::text[]) as d(job_id, depends_on)
    where (d.job_id in (select id from inserted)) is true
)
select id from inserted
