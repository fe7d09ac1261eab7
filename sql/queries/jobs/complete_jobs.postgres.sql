-- As move_jobs, for completions that only take what is sent here: version by version, all events in the row.
-- $1 id, an array
-- $2 expected, an array
-- $3 write_id, an array
-- $4 started_at, an array
-- $5 finished_at, an array
-- $6 attempt, an array
-- $7 message, an array
-- $8 result, an array
-- $9 last_event, an array
-- $10 receipt_token, an array
-- $11 receipt_digest, an array
-- $12 events, an array
-- $13 was_state, an array: before the update
-- $14 was_attempt, an array
with updated as (
    update jobs j
    set version = i.expected + 1, write_id = i.write_id, status = 'completed', updated_at = i.finished_at, started_at = i.started_at,
        finished_at = i.finished_at, attempt = i.attempt, progress = 100, message = i.message, result = i.result, lease_token = null,
        lease_worker = null, lease_granted_at = null, last_event = i.last_event, receipt_token = i.receipt_token,
        receipt_digest = i.receipt_digest, events = j.events || i.events
    from unnest(
        $1::text[], $2::bigint[], $3::bigint[], $4::timestamptz[], $5::timestamptz[], $6::integer[], $7::text[], $8::text[],
        $9::integer[], $10::text[], $11::text[], $12::text[], $13::text[], $14::integer[]
    ) as i(
        id, expected, write_id, started_at, finished_at, attempt, message, result, last_event, receipt_token, receipt_digest, events,
        was_state, was_attempt)
    where j.id = i.id
      and j.version = i.expected
    returning
        j.id, j.queue, j.type, i.was_state, case when j.skipped then 'skipped' else 'completed' end as state,
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
)
select id from updated
