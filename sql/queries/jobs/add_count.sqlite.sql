-- Changes a count.
-- @queue, @type, @state
-- @jobs, @retries by how much
insert into job_counts (queue, type, state, jobs, retries)
values (@queue, @type, @state, @jobs, @retries)
on conflict (queue, type, state) do update
set jobs = jobs + excluded.jobs, retries = retries + excluded.retries
