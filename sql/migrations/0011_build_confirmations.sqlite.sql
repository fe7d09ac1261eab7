-- When the worker of a cancelled build said that it has stopped.

alter table builds add column cancel_confirmed_at integer check (cancel_confirmed_at is null or status = 'cancelled');
