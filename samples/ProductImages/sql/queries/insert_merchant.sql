-- A merchant, unless known.
-- @merchant
insert into merchants (id)
values (@merchant)
on conflict do nothing
