-- How many jobs of each queue and type are in each state, kept by the writes themselves: a count costs the same with fifty million rows as with fifty.

create table job_counts (
    queue   text not null,
    type    text not null,
    -- the status, or skipped for a completion that was
    state   text not null,
    jobs    integer not null,
    retries integer not null,
    constraint job_counts_pk primary key (queue, type, state)
) strict, without rowid;

insert into job_counts (queue, type, state, jobs, retries)
select queue, type, iif(skipped, 'skipped', status), count(*), sum(max(attempt - 1, 0))
from jobs
group by queue, type, iif(skipped, 'skipped', status);

-- Every removal, whatever statement it is of.
create trigger jobs_removed after delete on jobs
begin
    update job_counts
    set jobs = jobs - 1, retries = retries - max(old.attempt - 1, 0)
    where queue = old.queue
      and type = old.type
      and state = iif(old.skipped, 'skipped', old.status);
end;
