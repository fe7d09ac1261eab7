-- Leases that a silo grants to itself by the batch: one row for all of them, until each job's own row shows what became of it.

-- The activation of a queue that may grant by the batch: the latest one to claim it.
create table queue_claims (
    queue text collate "C" not null,
    claim bigint not null,
    constraint queue_claims_pk primary key (queue)
);

create table lease_batches (
    id         bigint not null,
    queue      text collate "C" not null,
    worker     text collate "C" not null,
    granted_at timestamptz not null,
    secret     text collate "C" not null,
    jobs       text not null,
    constraint lease_batches_pk primary key (id)
) with (autovacuum_vacuum_scale_factor = 0.0, autovacuum_vacuum_threshold = 500);

-- Compressing the list of jobs costs more than writing it.
alter table lease_batches alter column jobs set storage external;

-- list_lease_batches
create index lease_batches_queue on lease_batches (queue, granted_at);
