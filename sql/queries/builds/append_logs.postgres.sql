-- Appends to the logs of builds that are held under the lease, where the log has room and the batch key is new; answers the ids of the builds.
-- A build that a foreign session holds is passed over: nobody waits for it here.
-- $1 id, an array
-- $2 holder, an array: the lease
-- $3 batch_key, an array, empty where there is none
-- $4 write_id, an array
-- $5 line_count, an array
-- $6 line_bytes, an array
-- $7 most_bytes, an array: the limit of a log
-- $8 line_build, an array
-- $9 line_place, an array
-- $10 line_at, an array
-- $11 line_level, an array
-- $12 line_message, an array
-- The joins by hash are off in the writer's session, so where each log ended comes to its lines as one object.
with input as materialized (
    select *
    from unnest(
        $1::text[], $2::text[], $3::text[], $4::bigint[], $5::integer[], $6::bigint[], $7::bigint[]
    ) as i(id, holder, batch_key, write_id, line_count, line_bytes, most_bytes)
), held as materialized (
    select i.*
    from input i
    join builds b on b.id = i.id
    where b.lease_token = i.holder
    for key share of b skip locked
), ends as (
    update build_log_ends e
    set last_seq = e.last_seq + h.line_count, bytes = e.bytes + h.line_bytes, write_id = h.write_id
    from held h
    where e.build_id = h.id
      and e.bytes + h.line_bytes <= h.most_bytes
      and not exists (select from build_log_batches k where k.build_id = h.id and k.batch_key = h.batch_key)
    returning e.build_id, e.last_seq - h.line_count as before, h.batch_key
), batches as (
    insert into build_log_batches (build_id, batch_key)
    select e.build_id, e.batch_key
    from ends e
    where e.batch_key <> ''
), numbered as (
    select jsonb_object_agg(e.build_id, e.before) as befores
    from ends e
), lines as (
    insert into build_logs (build_id, seq, at, level, message)
    select l.build_id, (n.befores ->> l.build_id)::bigint + l.place, l.at, l.level, l.message
    from numbered n
    cross join unnest(
        $8::text[], $9::integer[], $10::timestamptz[], $11::text[], $12::text[]
    ) as l(build_id, place, at, level, message)
    where n.befores ? l.build_id
)
select build_id from ends
