-- How the file is opened: readers and the writer side by side, durable at every commit, waiting for each other.
pragma journal_mode = wal;
pragma synchronous = full;
pragma busy_timeout = 5000;
