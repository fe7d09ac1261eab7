-- The job that ends a stretch of the list, newest first; none when the list ends before.
-- @after_at, @after_id the place before the stretch
-- @stretch how many jobs
select j.created_at, j.id
from jobs j
where (j.created_at, j.id) < (@after_at, @after_id)
order by j.created_at desc, j.id desc
limit 1
offset @stretch - 1
