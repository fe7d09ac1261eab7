-- The drafts of an order.
-- @order
select id, title
from product_drafts
where purchase_order_id = @order
order by id
