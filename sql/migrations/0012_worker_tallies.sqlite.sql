-- How many builds ended in the hands of a worker whose rows are there no more: its statistics never shrink.

create table worker_tallies (
    worker_id text not null,
    completed integer not null,
    failed    integer not null,
    constraint worker_tallies_pk primary key (worker_id),
    constraint worker_tallies_not_negative check (completed >= 0 and failed >= 0)
) strict, without rowid;

create trigger builds_removed after delete on builds
when old.worker_id is not null and old.status in ('completed', 'failed')
begin
    insert into worker_tallies (worker_id, completed, failed)
    values (old.worker_id, old.status = 'completed', old.status = 'failed')
    on conflict (worker_id) do update
    set completed = completed + excluded.completed, failed = failed + excluded.failed;
end;
