-- What clients saw of versions of a job that were overtaken, as the way back from the version after: a stream that is resumed tells them again.
-- Ordinary versions (created, started, finished) need no row. A version before is worked out, never asked for by others, so there is no index but the key.

create table job_versions (
    job_id  text collate "C" not null,
    version bigint not null,
    undo    text not null,
    constraint job_versions_pk primary key (job_id, version),
    constraint job_versions_from_one check (version >= 1)
) with (autovacuum_vacuum_insert_scale_factor = 0.2);

-- As 0006 has it, and the rows of this table.
create or replace function delete_lines_of_jobs() returns trigger language plpgsql as $$
begin
    delete from job_events where job_id in (select id from gone);
    delete from job_logs where job_id in (select id from gone);
    delete from job_versions where job_id in (select id from gone);
    insert into job_count_changes (queue, type, state, jobs, retries)
    select g.queue, g.type, case when g.skipped then 'skipped' else g.status end, -count(*), -sum(greatest(g.attempt - 1, 0))
    from gone g
    group by g.queue, g.type, case when g.skipped then 'skipped' else g.status end;
    return null;
end
$$;
