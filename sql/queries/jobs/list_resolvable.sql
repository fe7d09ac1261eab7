-- Pending jobs whose dependencies have all ended, or one of which has failed, oldest first.
-- @limit
select j.id
from jobs j
where j.status = 'pending'
  and not j.dependencies_met
  and (exists (
          select 1
          from job_dependencies d
          join jobs o on o.id = d.depends_on
          where d.job_id = j.id
            and o.status in ('error', 'cancelled'))
      or not exists (
          select 1
          from job_dependencies d
          join jobs o on o.id = d.depends_on
          where d.job_id = j.id
            and o.finished_at is null))
order by j.created_at
limit @limit
