-- Removes it with everything that belongs to it.
-- @id
delete from product_drafts
where id = @id
