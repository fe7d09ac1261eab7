-- Pending jobs whose dependencies have all ended, or one of which has failed, oldest first.
-- @limit
select j.id
from jobs j
where j.status = 'pending'
  and exists (
      select 1
      from job_dependencies d
      where d.job_id = j.id)
  and (exists (
          select 1
          from job_dependencies d
          join jobs o on o.id = d.depends_on
          where d.job_id = j.id
            and o.status in ('error', 'cancelled'))
      or ((not j.await_input or j.input_type is not null)
          and not exists (
              select 1
              from job_dependencies d
              join jobs o on o.id = d.depends_on
              where d.job_id = j.id
                and o.finished_at is null)))
order by j.created_at
limit @limit
