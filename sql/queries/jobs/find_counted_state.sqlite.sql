-- The state under which a job is counted, and its attempt.
-- @id
select iif(j.skipped, 'skipped', j.status), cast(j.attempt as text)
from jobs j
where j.id = @id
