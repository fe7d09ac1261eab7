-- Forgets answers to idempotency keys after their time.
-- @before
delete from orleansstorage
where graintypestring = 'request'
  and modified_on < @before
