-- Forgets answers to idempotency keys after their time.
-- @before
delete from OrleansStorage
where GrainTypeString = 'request'
  and modified_on < @before
