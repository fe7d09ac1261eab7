-- The review session of an order that still exists, once.
-- @order, @merchant
with alive as (
    select id, merchant_id
    from purchase_orders
    where id = @order
      and merchant_id = @merchant
    for key share
)
insert into image_review_sessions (purchase_order_id, merchant_id)
select id, merchant_id
from alive
on conflict do nothing
