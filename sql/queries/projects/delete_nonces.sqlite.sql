-- Forgets nonces that nobody can use again.
-- @before
delete from OrleansStorage
where GrainTypeString = 'nonce'
  and modified_on < @before
