-- Removes it with everything that belongs to it.
-- @id
delete from purchase_orders
where id = @id
