-- Undoes a batch.
rollback
