-- Builds by status, with those that await their source and those submitted since an instant.
-- @midnight
select
    b.status, count(*), sum(case when b.source_file is null then 1 else 0 end), sum(case when b.created_at >= @midnight then 1 else 0 end)
from builds b
group by b.status
