-- How many builds of each platform are in each state. Builds are few beside jobs, so a trigger keeps the counts, whatever statement changes a row.

create table build_counts (
    platform text collate "C" not null,
    -- the status, or awaiting for one that waits for its source
    state    text collate "C" not null,
    builds   bigint not null,
    constraint build_counts_pk primary key (platform, state)
) with (fillfactor = 70);

-- Rows of its own for each change, so that no two writers wait for one counter; the silos fold them in, and a reader adds both.
create table build_count_changes (
    platform text collate "C" not null,
    state    text collate "C" not null,
    builds   bigint not null
) with (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 10000, autovacuum_vacuum_insert_threshold = -1);

create function count_builds() returns trigger language plpgsql as $$
begin
    if lower(tg_op) <> 'insert' then
        insert into build_count_changes (platform, state, builds)
        values (old.platform, case when old.status = 'pending' and old.source_file is null then 'awaiting' else old.status end, -1);
    end if;
    if lower(tg_op) <> 'delete' then
        insert into build_count_changes (platform, state, builds)
        values (new.platform, case when new.status = 'pending' and new.source_file is null then 'awaiting' else new.status end, 1);
    end if;
    return null;
end
$$;

create trigger builds_counted_in after insert or delete on builds for each row execute function count_builds();

create trigger builds_counted_on
after update on builds
for each row
when (old.status <> new.status or (old.source_file is null) <> (new.source_file is null))
execute function count_builds();

-- Nobody writes builds until this is committed: the triggers' lock is held.
insert into build_counts (platform, state, builds)
select b.platform, case when b.status = 'pending' and b.source_file is null then 'awaiting' else b.status end, count(*)
from builds b
group by 1, 2;
