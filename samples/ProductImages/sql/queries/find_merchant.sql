-- Whose an order is.
-- @order
select merchant_id
from purchase_orders
where id = @order
