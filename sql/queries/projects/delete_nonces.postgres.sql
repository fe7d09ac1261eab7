-- Forgets nonces that nobody can use again.
-- @before
delete from orleansstorage
where graintypestring = 'nonce'
  and modified_on < @before
