-- Projects with builds that are not settled, in order of id.
-- @after_id only later ids
-- @limit
select distinct project_id
from project_build_metrics
where not settled
  and project_id > @after_id
order by project_id
limit @limit
