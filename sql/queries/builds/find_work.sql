-- One row for builds in line, one for builds that workers hold.
select 1
from (select 1 from builds b where b.status = 'pending' and b.source_file is not null limit 1) waiting
union all
select 1
from (select 1 from builds b where b.status in ('assigned', 'building') limit 1) held
