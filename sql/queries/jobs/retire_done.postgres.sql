-- Removes jobs that ended before an instant and were announced, oldest first; a row a removed job, with its file when no other row names it.
-- @before
-- @limit
with gone as (
    delete from jobs
    where id in (
        select j.id
        from jobs j
        where j.status in ('completed', 'cancelled')
          and j.finished_at < @before
          and not j.callback_due
        order by j.finished_at
        limit @limit
        for update skip locked)
    returning id, input_file
)
select
    case when g.input_file is not null and not exists (
        select 1
        from jobs j
        where j.input_file = g.input_file
          and j.id not in (select id from gone)) then g.input_file end
from gone g
