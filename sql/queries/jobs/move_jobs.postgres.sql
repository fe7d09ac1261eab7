-- As update_jobs, for the columns that starting and finishing change; the others are known to stay.
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
-- $11 progress, an array
-- $12 message, an array
-- $13 result, an array
-- $14 lease_token, an array
-- $15 lease_worker, an array
-- $16 lease_granted_at, an array
-- $17 last_event, an array
-- $18 receipt_token, an array
-- $19 receipt_digest, an array
-- $20 events, an array
-- $21 event_job, an array
-- $22 event_seq, an array
-- $23 event_type, an array
-- $24 event_at, an array
-- $25 event_data, an array
-- $26 was_state, an array: before the update
-- $27 was_attempt, an array
-- "(x in (select ...)) is true" keeps a hashed subplan: the writer's session has joins by hash turned off.
with updated as (
    update jobs j
    set version = i.version, write_id = i.write_id, status = i.status, ready_at = i.ready_at, updated_at = i.updated_at,
        started_at = i.started_at, finished_at = i.finished_at, attempt = i.attempt, progress = i.progress, message = i.message,
        result = i.result, lease_token = i.lease_token, lease_worker = i.lease_worker, lease_granted_at = i.lease_granted_at,
        last_event = i.last_event, receipt_token = i.receipt_token, receipt_digest = i.receipt_digest,
        events = j.events || i.events
    from unnest(
        $1::text[], $2::bigint[], $3::bigint[], $4::bigint[], $5::text[], $6::timestamptz[], $7::timestamptz[],
        $8::timestamptz[], $9::timestamptz[], $10::integer[], $11::integer[], $12::text[], $13::text[], $14::text[], $15::text[],
        $16::timestamptz[], $17::integer[], $18::text[], $19::text[], $20::text[], $26::text[], $27::integer[]
    ) as i(
        id, expected, version, write_id, status, ready_at, updated_at, started_at, finished_at, attempt, progress, message,
        result, lease_token, lease_worker, lease_granted_at, last_event, receipt_token, receipt_digest, events,
        was_state, was_attempt)
    where j.id = i.id
      and j.version = i.expected
    returning
        j.id, j.queue, j.type, i.was_state, case when j.skipped then 'skipped' else j.status end as state,
        greatest(j.attempt - 1, 0) - greatest(i.was_attempt - 1, 0) as retries
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
    from unnest($21::text[], $22::integer[], $23::text[], $24::timestamptz[], $25::text[]) as e(job_id, seq, type, at, data)
    where (e.job_id in (select id from updated)) is true
)
select id from updated
