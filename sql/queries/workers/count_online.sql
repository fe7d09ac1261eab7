-- Registered workers that are not offline and were seen since an instant.
-- @seen_since
select count(*)
from workers w
where w.is_registered
  and not w.offline
  and w.seen_at >= @seen_since
