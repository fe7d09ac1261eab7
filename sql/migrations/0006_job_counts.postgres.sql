-- How many jobs of each queue and type are in each state, kept by the writes themselves: a count costs the same with fifty million rows as with fifty.
-- Each batch notes what it changed as rows of its own, so that no two writers ever wait for one row; a loop of the silos folds them in. A reader adds both.

create table job_counts (
    queue   text collate "C" not null,
    type    text collate "C" not null,
    -- the status, or skipped for a completion that was
    state   text collate "C" not null,
    jobs    bigint not null,
    retries bigint not null,
    constraint job_counts_pk primary key (queue, type, state)
) with (fillfactor = 70);

create table job_count_changes (
    queue   text collate "C" not null,
    type    text collate "C" not null,
    state   text collate "C" not null,
    jobs    bigint not null,
    retries bigint not null
) with (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 10000, autovacuum_vacuum_cost_delay = 0,
        autovacuum_vacuum_insert_threshold = -1);

-- One row. Not counted yet: the silos count all rows once, in the background. Setting it to false makes them count again.
create table job_count_standing (
    is_counted boolean not null
);

insert into job_count_standing (is_counted)
select not exists (select 1 from jobs);

-- Every removal, whatever statement it is of.
create or replace function delete_lines_of_jobs() returns trigger language plpgsql as $$
begin
    delete from job_events where job_id in (select id from gone);
    delete from job_logs where job_id in (select id from gone);
    insert into job_count_changes (queue, type, state, jobs, retries)
    select g.queue, g.type, case when g.skipped then 'skipped' else g.status end, -count(*), -sum(greatest(g.attempt - 1, 0))
    from gone g
    group by g.queue, g.type, case when g.skipped then 'skipped' else g.status end;
    return null;
end
$$;

-- A silo of the release before counts nothing. While it still writes, which it only does in a database that has jobs already, each of its rows is
-- counted here; sessions of this release say that they count. To be dropped a release later.
create function count_job_of_old_silo() returns trigger language plpgsql as $$
begin
    if lower(tg_op) = 'update' then
        insert into job_count_changes (queue, type, state, jobs, retries)
        values (old.queue, old.type, case when old.skipped then 'skipped' else old.status end, -1, -greatest(old.attempt - 1, 0));
    end if;
    insert into job_count_changes (queue, type, state, jobs, retries)
    values (new.queue, new.type, case when new.skipped then 'skipped' else new.status end, 1, greatest(new.attempt - 1, 0));
    return null;
end
$$;

do $$
begin
    if exists (select 1 from jobs) then
        create trigger jobs_inserted_by_old_silo
        after insert on jobs
        for each row
        when (current_setting('grainjobs.counts', true) is distinct from 'own')
        execute function count_job_of_old_silo();

        create trigger jobs_updated_by_old_silo
        after update on jobs
        for each row
        when (current_setting('grainjobs.counts', true) is distinct from 'own')
        execute function count_job_of_old_silo();
    end if;
end
$$;
