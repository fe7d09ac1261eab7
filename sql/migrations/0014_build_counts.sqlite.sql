-- How many builds of each platform are in each state. Builds are few beside jobs, so triggers keep the counts, whatever statement changes a row.

create table build_counts (
    platform text not null,
    -- the status, or awaiting for one that waits for its source
    state    text not null,
    builds   integer not null,
    constraint build_counts_pk primary key (platform, state)
) strict, without rowid;

insert into build_counts (platform, state, builds)
select platform, iif(status = 'pending' and source_file is null, 'awaiting', status), count(*)
from builds
group by 1, 2;

create trigger builds_counted_in after insert on builds
begin
    insert into build_counts (platform, state, builds)
    values (new.platform, iif(new.status = 'pending' and new.source_file is null, 'awaiting', new.status), 1)
    on conflict (platform, state) do update
    set builds = builds + 1;
end;

create trigger builds_counted_on after update on builds
when old.status <> new.status or (old.source_file is null) <> (new.source_file is null)
begin
    update build_counts
    set builds = builds - 1
    where platform = old.platform
      and state = iif(old.status = 'pending' and old.source_file is null, 'awaiting', old.status);
    insert into build_counts (platform, state, builds)
    values (new.platform, iif(new.status = 'pending' and new.source_file is null, 'awaiting', new.status), 1)
    on conflict (platform, state) do update
    set builds = builds + 1;
end;

create trigger builds_counted_out after delete on builds
begin
    update build_counts
    set builds = builds - 1
    where platform = old.platform
      and state = iif(old.status = 'pending' and old.source_file is null, 'awaiting', old.status);
end;
