-- Makes a batch durable.
commit
