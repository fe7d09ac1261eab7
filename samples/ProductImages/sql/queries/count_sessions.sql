-- How many review sessions an order has.
-- @order
select count(*)
from image_review_sessions
where purchase_order_id = @order
