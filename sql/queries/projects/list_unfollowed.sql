-- Builds in the hands of workers that their project does not know.
-- @limit
select b.project_id, b.id
from builds b
join projects p on p.id = b.project_id
where b.status in ('assigned', 'building')
  and not exists (select 1 from project_build_metrics m where m.build_id = b.id)
limit @limit
