-- Nothing to change: SQLite reads the checks of a table once a connection.
select 1;
