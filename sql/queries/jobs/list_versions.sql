-- The ways back from one version of a job to an earlier one, newest first.
-- @id
-- @after, @before only versions between these
-- @limit
select version, undo
from job_versions
where job_id = @id
  and version > @after
  and version < @before
order by version desc
limit @limit
