-- The counts say from now on how many rows there are.
update job_count_standing
set is_counted = true
