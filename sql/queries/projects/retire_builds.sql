-- Removes the metrics of builds that ended long ago, except those that a project still points at.
-- @done_before deployed, canceled and superseded ones
-- @failed_before failed ones
-- @limit
delete from project_build_metrics
where build_id in (
    select m.build_id
    from project_build_metrics m
    join projects p on p.id = m.project_id
    where m.settled
      and m.completed_at < case when m.status = 'failed' then @failed_before else @done_before end
      and (p.current_build_id is null or p.current_build_id <> m.build_id)
      and (p.latest_build_id is null or p.latest_build_id <> m.build_id)
    order by m.completed_at
    limit @limit)
