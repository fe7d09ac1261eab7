-- A purchase order.
-- @order, @merchant
insert into purchase_orders (id, merchant_id)
values (@order, @merchant)
