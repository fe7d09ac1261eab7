-- Leases that a silo grants to itself by the batch: one row for all of them, until each job's own row shows what became of it.

-- The activation of a queue that may grant by the batch: the latest one to claim it.
create table queue_claims (
    queue text not null,
    claim integer not null,
    constraint queue_claims_pk primary key (queue)
) strict, without rowid;

create table lease_batches (
    id         integer not null,
    queue      text not null,
    worker     text not null,
    granted_at integer not null,
    secret     text not null,
    jobs       text not null,
    constraint lease_batches_pk primary key (id)
) strict;

-- list_lease_batches
create index lease_batches_queue on lease_batches (queue, granted_at);
