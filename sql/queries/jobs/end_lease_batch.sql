-- Removes a batch whose jobs all show in their own rows what became of them.
-- @id
delete from lease_batches
where id = @id
