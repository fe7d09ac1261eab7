-- Settings of the writer's connection: a commit is on disk before it is acknowledged.
pragma journal_mode = wal;
pragma synchronous = full;
pragma busy_timeout = 2000;
pragma foreign_keys = on;
pragma cache_size = -65536;
pragma temp_store = memory;
pragma wal_autocheckpoint = 4000;
