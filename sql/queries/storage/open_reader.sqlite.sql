-- Settings of a reader's connection.
pragma busy_timeout = 5000;
pragma query_only = on;
pragma cache_size = -16384;
pragma temp_store = memory;
