-- How many queued jobs of a queue go before an entry, and of how many lines: each counted up to a limit. Steps from line to line in jobs_ready.
-- @queue
-- @priority, @ready_at, @id the entry
-- @limit
-- @most_lines
with recursive lines(lane, concurrency_key) as (
    select f.lane, f.concurrency_key
    from jobs f
    where f.rowid = (
        select j.rowid
        from jobs j
        where j.queue = @queue
          and j.status = 'queued'
          and not j.tracked
        order by j.lane, j.concurrency_key
        limit 1)
    union all
    select n.lane, n.concurrency_key
    from lines l
    join jobs n on n.rowid = (
        select j.rowid
        from jobs j
        where j.queue = @queue
          and j.status = 'queued'
          and not j.tracked
          and (j.lane, j.concurrency_key) > (l.lane, l.concurrency_key)
        order by j.lane, j.concurrency_key
        limit 1)
), some_lines as materialized (
    select lane, concurrency_key
    from lines
    limit @most_lines
)
select
    (select count(*)
    from (
        select 1
        from some_lines l
        cross join jobs j
        where j.queue = @queue
          and j.lane = l.lane
          and j.concurrency_key = l.concurrency_key
          and j.status = 'queued'
          and not j.tracked
          and j.priority > @priority
        union all
        select 1
        from some_lines l
        cross join jobs j
        where j.queue = @queue
          and j.lane = l.lane
          and j.concurrency_key = l.concurrency_key
          and j.status = 'queued'
          and not j.tracked
          and j.priority = @priority
          and (j.ready_at, j.id) < (@ready_at, @id)
        limit @limit) ahead),
    (select count(*) from some_lines)
