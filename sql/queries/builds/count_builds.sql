-- How many builds match.
-- @status, @platform, @worker, @project null for all
-- @active 1 for those that workers hold, 0 for all
select count(*)
from builds b
where (cast(@status as text) is null or b.status = @status)
  and (cast(@platform as text) is null or b.platform = @platform)
  and (cast(@worker as text) is null or b.worker_id = @worker)
  and (cast(@project as text) is null or b.project_id = @project)
  and (@active = 0 or b.status in ('assigned', 'building'))
