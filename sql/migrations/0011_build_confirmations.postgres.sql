-- When the worker of a cancelled build said that it has stopped.

alter table builds add column cancel_confirmed_at timestamptz;
alter table builds add constraint builds_confirmation_of_cancelled check (cancel_confirmed_at is null or status = 'cancelled');
