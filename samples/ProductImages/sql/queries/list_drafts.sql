-- The drafts of an order, of that merchant alone.
-- @order, @merchant
select id, title
from product_drafts
where purchase_order_id = @order
  and merchant_id = @merchant
order by id
