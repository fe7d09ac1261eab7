-- As insert_plain_jobs, for jobs that are started in the moment in which they are created.
-- $1 id, an array
-- $2 queue, an array
-- $3 type, an array
-- $4 priority, an array
-- $5 created_at, an array
-- $6 max_attempts, an array
-- $7 payload, an array
-- $8 spec, an array
-- $9 write_id, an array
-- $10 message, an array
-- $11 lease_token, an array
-- $12 lease_worker, an array
-- $13 events, an array
with inserted as (
    insert into jobs (
        id, queue, type, lane, priority, created_at, ready_at, updated_at, started_at, lease_granted_at, max_attempts, payload, spec,
        write_id, message, lease_token, lease_worker, events, version, status, tracked, await_input, concurrency_key, last_event,
        dependencies_met, taken_over, attempt, failures, losses, progress, skipped, stage, has_dependents, callback_due)
    select
        i.id, i.queue, i.type, i.type, i.priority, i.created_at, i.created_at, i.created_at, i.created_at, i.created_at, i.max_attempts,
        i.payload, i.spec, i.write_id, i.message, i.lease_token, i.lease_worker, i.events, 2, 'processing', false, false, '', 2, true,
        false, 1, 0, 0, 0, false, 0, false, false
    from unnest(
        $1::text[], $2::text[], $3::text[], $4::integer[], $5::timestamptz[], $6::integer[], $7::text[], $8::text[], $9::bigint[],
        $10::text[], $11::text[], $12::text[], $13::text[]
    ) as i(
        id, queue, type, priority, created_at, max_attempts, payload, spec, write_id, message, lease_token, lease_worker, events)
    on conflict do nothing
    returning id, queue, type
), counts as (
    insert into job_count_changes (queue, type, state, jobs, retries)
    select queue, type, 'processing', count(*), 0
    from inserted
    group by queue, type
)
select id from inserted
