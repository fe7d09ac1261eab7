-- The review session of an order that still exists, once.
-- @order, @merchant
insert into image_review_sessions (purchase_order_id, merchant_id)
select id, merchant_id
from purchase_orders
where id = @order
  and merchant_id = @merchant
on conflict do nothing
