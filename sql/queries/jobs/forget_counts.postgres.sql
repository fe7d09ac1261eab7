-- Removes the counts, and the noted changes that the snapshot of this transaction sees: a recount under it finds those in the rows.
with gone as (
    delete from job_counts
)
delete from job_count_changes
