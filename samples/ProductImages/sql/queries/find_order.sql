-- Whether an order of that merchant exists.
-- @order, @merchant
select id
from purchase_orders
where id = @order
  and merchant_id = @merchant
