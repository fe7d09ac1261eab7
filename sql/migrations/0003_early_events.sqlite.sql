-- The first events of a job lie in its own row, which is written anyway; only a long history needs rows of its own.

alter table jobs add column events text not null default '';

-- list_held, list_held_by, list_queues_with_work; what is held is little, so one index serves both
drop index jobs_held;
drop index jobs_held_by;
create index jobs_held on jobs (queue, lease_worker) where status = 'processing' and not tracked;
