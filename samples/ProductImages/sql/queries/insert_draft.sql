-- A product draft of an order.
-- @draft, @order, @merchant, @title
insert into product_drafts (id, purchase_order_id, merchant_id, title)
values (@draft, @order, @merchant, @title)
