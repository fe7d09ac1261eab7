-- What became of the jobs of each type, by their rows: until the counts stand.
select
    j.type,
    count(case when j.status = 'completed' and not j.skipped then 1 end),
    count(case when j.skipped then 1 end),
    count(case when j.status = 'error' then 1 end),
    count(case when j.status = 'cancelled' then 1 end),
    cast(coalesce(sum(case when j.attempt > 1 then j.attempt - 1 end), 0) as bigint),
    count(case when j.finished_at is null then 1 end)
from jobs j
group by j.type
order by j.type
