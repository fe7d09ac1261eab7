-- Whether the rows have been counted, so that the counts say how many there are.
select s.is_counted
from job_count_standing s
