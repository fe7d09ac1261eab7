-- Notes a queue that gets a job for the first time.
-- @queue
insert into job_queues (queue)
values (@queue)
on conflict do nothing
