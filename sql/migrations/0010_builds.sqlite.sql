-- Builds and build workers: one row a build, one a worker, each the state of its grain; log lines beside the build.

create table builds (
    id                text not null,
    platform          text not null,
    priority          integer not null,
    await_source      integer not null,
    project_id        text,
    original_build_id text,
    certs_file        text,
    certs_length      integer,
    certs_sha256      text,
    certs_name        text,
    created_at        integer not null,
    version           integer not null,
    write_id          integer not null,
    status            text not null,
    ready_at          integer not null,
    updated_at        integer not null,
    started_at        integer,
    finished_at       integer,
    attempt           integer not null,
    losses            integer not null,
    progress          integer not null,
    source_file       text,
    source_length     integer,
    source_sha256     text,
    source_name       text,
    result_file       text,
    result_length     integer,
    result_sha256     text,
    result_name       text,
    lease_token       text,
    lease_granted_at  integer,
    is_classic        integer not null,
    worker_id         text,
    worker_name       text,
    error             text,
    error_code        text,
    cancelled_token   text,
    receipt_token     text,
    receipt_digest    text,
    preview_url       text,
    constraint builds_pk primary key (id),
    constraint builds_version_positive check (version > 0),
    constraint builds_status_known check (status in ('pending', 'assigned', 'building', 'completed', 'failed', 'cancelled')),
    constraint builds_end_has_instant check ((status in ('completed', 'failed', 'cancelled')) = (finished_at is not null)),
    constraint builds_lease_only_while_held check ((status in ('assigned', 'building')) = (lease_token is not null)),
    constraint builds_lease_whole check (((lease_token is null) + (lease_granted_at is null)) in (0, 2)),
    constraint builds_lease_has_worker check (lease_token is null or worker_id is not null),
    constraint builds_classic_only_while_held check (is_classic = 0 or lease_token is not null),
    constraint builds_source_before_work check (source_file is not null or status in ('pending', 'failed', 'cancelled')),
    constraint builds_source_or_awaited check (source_file is not null or await_source = 1),
    constraint builds_source_whole check (((source_file is null) + (source_length is null) + (source_sha256 is null)) in (0, 3)),
    constraint builds_result_whole check (((result_file is null) + (result_length is null) + (result_sha256 is null)) in (0, 3)),
    constraint builds_certs_whole check (((certs_file is null) + (certs_length is null) + (certs_sha256 is null)) in (0, 3)),
    constraint builds_result_of_completed check (result_file is null or status = 'completed'),
    constraint builds_receipt_whole check (((receipt_token is null) + (receipt_digest is null)) in (0, 2)),
    constraint builds_progress_percent check (progress between 0 and 100),
    constraint builds_counts_not_negative check (min(attempt, losses) >= 0)
) strict, without rowid;

-- list_builds
create index builds_newest on builds (created_at desc, id desc);

-- Live states only, so history costs live work nothing. Each names the query it serves.
-- list_lines, list_ready, count_before
create index builds_ready on builds (platform, priority desc, ready_at, id) where status = 'pending' and source_file is not null;
-- list_longest_waiting, find_work
create index builds_waiting on builds (ready_at) where status = 'pending' and source_file is not null;
-- list_held, list_held_by, find_work
create index builds_held on builds (worker_id) where status in ('assigned', 'building');
-- count_of_worker
create index builds_ended_by on builds (worker_id, status) where status in ('completed', 'failed');
-- list_retire_done, list_retire_failed
create index builds_done on builds (finished_at) where status in ('completed', 'cancelled');
create index builds_failed on builds (finished_at) where status = 'failed';
-- list_unused_files
create index builds_source_file on builds (source_file) where source_file is not null;
create index builds_result_file on builds (result_file) where result_file is not null;
create index builds_certs_file on builds (certs_file) where certs_file is not null;

create table build_logs (
    build_id text not null,
    seq      integer not null,
    at       integer not null,
    level    text not null,
    message  text not null,
    constraint build_logs_pk primary key (build_id, seq),
    constraint build_logs_build_fk foreign key (build_id) references builds (id) on delete cascade,
    constraint build_logs_seq_from_one check (seq >= 1),
    constraint build_logs_level_known check (level in ('info', 'warn', 'error'))
) strict, without rowid;

-- Where each log ends. Lines are numbered from it, so numbers have no gap and no line is stored twice.
create table build_log_ends (
    build_id text not null,
    last_seq integer not null,
    bytes    integer not null,
    write_id integer not null,
    constraint build_log_ends_pk primary key (build_id),
    constraint build_log_ends_build_fk foreign key (build_id) references builds (id) on delete cascade
) strict, without rowid;

create table build_log_batches (
    build_id  text not null,
    batch_key text not null,
    constraint build_log_batches_pk primary key (build_id, batch_key),
    constraint build_log_batches_build_fk foreign key (build_id) references builds (id) on delete cascade
) strict, without rowid;

create table workers (
    id                text not null,
    version           integer not null,
    write_id          integer not null,
    name              text not null,
    capabilities      text,
    platforms         text not null,
    capacity          integer not null,
    is_registered     integer not null,
    draining          integer not null,
    offline           integer not null,
    speaks_tokens     integer not null,
    generation        integer not null,
    oldest_generation integer not null,
    generation_at     integer not null,
    registered_at     integer not null,
    seen_at           integer not null,
    constraint workers_pk primary key (id),
    constraint workers_version_positive check (version > 0),
    constraint workers_capacity_positive check (capacity >= 1),
    constraint workers_generations_in_order check (oldest_generation <= generation)
) strict, without rowid;

-- list_workers
create index workers_newest on workers (registered_at desc, id desc) where is_registered = 1;
