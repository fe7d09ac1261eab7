-- The first events of a job lie in its own row, which is written anyway; only a long history needs rows of its own.
-- Rows of events and log lines are only written together with their job's row, so no foreign key checks each of them (it was a quarter of a
-- write's cost); a trigger of the statement removes them with their job.

alter table jobs add column events text not null default '';

alter table job_events drop constraint job_events_job_fk;
alter table job_logs drop constraint job_logs_job_fk;

create function delete_lines_of_jobs() returns trigger language plpgsql as $$
begin
    delete from job_events where job_id in (select id from gone);
    delete from job_logs where job_id in (select id from gone);
    return null;
end
$$;

create trigger jobs_lines_go_too
after delete on jobs
referencing old table as gone
for each statement
execute function delete_lines_of_jobs();

-- list_held, list_held_by, list_queues_with_work; what is held is little, so one index serves both
drop index jobs_held;
drop index jobs_held_by;
create index jobs_held on jobs (queue, lease_worker) where status = 'processing' and not tracked;
