-- Stores or replaces the input beside a row.
-- @id
-- @content
insert into job_inputs (job_id, content)
values (@id, @content)
on conflict (job_id) do update
set content = excluded.content
