-- How many builds ended in the hands of a worker whose rows are there no more: its statistics never shrink.

create table worker_tallies (
    worker_id text collate "C" not null,
    completed bigint not null,
    failed    bigint not null,
    constraint worker_tallies_pk primary key (worker_id),
    constraint worker_tallies_not_negative check (least(completed, failed) >= 0)
);

create function count_removed_builds() returns trigger language plpgsql as $$
begin
    insert into worker_tallies (worker_id, completed, failed)
    select r.worker_id, count(*) filter (where r.status = 'completed'), count(*) filter (where r.status = 'failed')
    from removed r
    where r.worker_id is not null
      and r.status in ('completed', 'failed')
    group by r.worker_id
    order by r.worker_id
    on conflict (worker_id) do update
    set completed = worker_tallies.completed + excluded.completed, failed = worker_tallies.failed + excluded.failed;
    return null;
end
$$;

create trigger builds_removed after delete on builds referencing old table as removed for each statement execute function count_removed_builds();
