-- Appends log lines where each log continues at its end; answers the ids of the logs that took theirs.
-- $1 job_id, an array
-- $2 first_seq, an array
-- $3 last_seq, an array
-- $4 bytes, an array
-- $5 write_id, an array
-- $6 batch_key, an array, null where there is none
-- $7 line_job, an array
-- $8 line_seq, an array
-- $9 line_at, an array
-- $10 line_level, an array
-- $11 line_message, an array
-- "(x in (select ...)) is true" keeps a hashed subplan: the writer's session has joins by hash turned off.
with input as materialized (
    select i.job_id, i.first_seq, i.last_seq, i.bytes, i.write_id, i.batch_key
    from unnest($1::text[], $2::bigint[], $3::bigint[], $4::bigint[], $5::bigint[], $6::text[])
        as i(job_id, first_seq, last_seq, bytes, write_id, batch_key)
), taken as (
    insert into job_log_ends as e (job_id, first_seq, last_seq, bytes, write_id)
    select i.job_id, i.first_seq, i.last_seq, i.bytes, i.write_id
    from input i
    where exists (select from jobs j where j.id = i.job_id)
      and (i.first_seq = 1 or exists (select from job_log_ends o where o.job_id = i.job_id))
      and not exists (select from job_log_batches b where b.job_id = i.job_id and b.batch_key = i.batch_key)
    on conflict (job_id) do update
    set first_seq = excluded.first_seq, last_seq = excluded.last_seq, bytes = e.bytes + excluded.bytes, write_id = excluded.write_id
    where e.last_seq = excluded.first_seq - 1
    returning job_id
), lines as (
    insert into job_logs (job_id, seq, at, level, message)
    select l.job_id, l.seq, l.at, l.level, l.message
    from unnest($7::text[], $8::bigint[], $9::timestamptz[], $10::text[], $11::text[]) as l(job_id, seq, at, level, message)
    where (l.job_id in (select job_id from taken)) is true
), batches as (
    insert into job_log_batches (job_id, batch_key, last_seq)
    select i.job_id, i.batch_key, i.last_seq
    from input i
    where i.batch_key is not null
      and (i.job_id in (select job_id from taken)) is true
)
select job_id from taken
