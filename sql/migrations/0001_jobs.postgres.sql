-- Jobs: one row a job is the state of its grain; events, log lines and small inputs beside it.

create table jobs (
    id                  text collate "C" not null,
    version             bigint not null,
    write_id            bigint not null,
    status              text collate "C" not null,
    ready_at            timestamptz not null,
    updated_at          timestamptz not null,
    created_at          timestamptz not null,
    started_at          timestamptz,
    finished_at         timestamptz,
    lease_granted_at    timestamptz,
    cancel_requested_at timestamptz,
    deadline            timestamptz,
    priority            integer not null,
    attempt             integer not null,
    max_attempts        integer not null,
    failures            integer not null,
    losses              integer not null,
    progress            integer not null,
    stage               integer not null,
    last_event          integer not null,
    tracked             boolean not null,
    taken_over          boolean not null,
    await_input         boolean not null,
    skipped             boolean not null,
    dependencies_met    boolean not null,
    has_dependents      boolean not null,
    callback_due        boolean not null,
    queue               text collate "C" not null,
    lane                text collate "C" not null,
    concurrency_key     text collate "C" not null,
    type                text collate "C" not null,
    unique_key          text collate "C",
    message             text not null,
    document_id         text,
    result              text,
    error               text,
    error_code          text,
    reason              text,
    input_type          text,
    input_length        bigint,
    input_file          text collate "C",
    input_name          text,
    input_attributes    text,
    lease_token         text collate "C",
    lease_worker        text collate "C",
    receipt_token       text collate "C",
    receipt_digest      text collate "C",
    tags                jsonb,
    payload             text,
    metadata            text,
    spec                text,
    constraint jobs_pk primary key (id),
    constraint jobs_version_positive check (version > 0),
    constraint jobs_status_known check (status in ('pending', 'scheduled', 'queued', 'processing', 'completed', 'error', 'cancelled')),
    constraint jobs_end_has_instant check ((status in ('completed', 'error', 'cancelled')) = (finished_at is not null)),
    constraint jobs_lease_only_while_processing check ((status = 'processing' and not tracked) = (lease_token is not null)),
    constraint jobs_lease_whole check (num_nulls(lease_token, lease_worker, lease_granted_at) in (0, 3)),
    constraint jobs_input_before_work check (not await_input or tracked or input_type is not null or status in ('pending', 'error', 'cancelled')),
    constraint jobs_input_whole check ((input_type is null) = (input_length is null)),
    constraint jobs_receipt_whole check ((receipt_token is null) = (receipt_digest is null)),
    constraint jobs_skip_is_completion check (not skipped or status = 'completed'),
    constraint jobs_progress_percent check (progress between 0 and 100),
    constraint jobs_counts_not_negative check (least(attempt, failures, losses, stage, last_event) >= 0 and max_attempts >= 1)
) with (fillfactor = 85, autovacuum_vacuum_scale_factor = 0.02, autovacuum_analyze_scale_factor = 0.05,
        autovacuum_vacuum_insert_scale_factor = 0.1, autovacuum_vacuum_cost_delay = 1);

-- list_jobs
create index jobs_newest on jobs (created_at desc, id desc);

-- Live states only, so history costs live work nothing. Each names the query it serves.
-- list_lines, list_ready, count_before
create index jobs_ready on jobs (queue, lane, concurrency_key, priority desc, ready_at, id) where status = 'queued' and not tracked;
-- list_longest_waiting, list_queues_with_work
create index jobs_waiting on jobs (queue, ready_at) where status = 'queued' and not tracked;
-- list_scheduled, list_queues_with_work
create index jobs_scheduled on jobs (queue, ready_at, id) where status = 'scheduled';
-- list_held, list_queues_with_work
create index jobs_held on jobs (queue) where status = 'processing' and not tracked;
-- list_held_by
create index jobs_held_by on jobs (lease_worker) where status = 'processing' and not tracked;
-- find_unfinished; one unfinished job of a type and key
create unique index jobs_unique on jobs (type, unique_key) where unique_key is not null and status in ('pending', 'scheduled', 'queued', 'processing');
-- list_resolvable
create index jobs_unresolved on jobs (created_at) where status = 'pending' and not dependencies_met;
-- list_past_deadline
create index jobs_deadline on jobs (deadline) where deadline is not null and status in ('pending', 'scheduled', 'queued');
-- list_callbacks_due
create index jobs_callbacks on jobs (finished_at) where callback_due;
-- retire_jobs
create index jobs_done on jobs (finished_at) where status in ('completed', 'cancelled');
create index jobs_failed on jobs (finished_at) where status = 'error';
-- retire_jobs: whether another row still names a file
create index jobs_input_file on jobs (input_file) where input_file is not null;

-- Every queue that ever had a job: its name is written with the first one.
create table job_queues (
    queue text collate "C" not null,
    constraint job_queues_pk primary key (queue)
);

create table job_events (
    job_id text collate "C" not null,
    seq    integer not null,
    type   text collate "C" not null,
    at     timestamptz not null,
    data   text,
    constraint job_events_pk primary key (job_id, seq),
    constraint job_events_job_fk foreign key (job_id) references jobs (id) on delete cascade,
    constraint job_events_seq_from_one check (seq >= 1)
) with (autovacuum_vacuum_insert_scale_factor = 0.2);

create table job_logs (
    job_id  text collate "C" not null,
    seq     bigint not null,
    at      timestamptz not null,
    level   text collate "C" not null,
    message text not null,
    constraint job_logs_pk primary key (job_id, seq),
    constraint job_logs_job_fk foreign key (job_id) references jobs (id) on delete cascade,
    constraint job_logs_seq_from_one check (seq >= 1),
    constraint job_logs_level_known check (level in ('debug', 'info', 'warn', 'error'))
) with (autovacuum_vacuum_insert_scale_factor = 0.2);

-- Where each log ends. An append is guarded by it, so numbers have no gap and no line is stored twice.
create table job_log_ends (
    job_id    text collate "C" not null,
    first_seq bigint not null,
    last_seq  bigint not null,
    bytes     bigint not null,
    write_id  bigint not null,
    constraint job_log_ends_pk primary key (job_id),
    constraint job_log_ends_job_fk foreign key (job_id) references jobs (id) on delete cascade,
    constraint job_log_ends_in_order check (first_seq <= last_seq + 1)
) with (fillfactor = 70);

create table job_log_batches (
    job_id    text collate "C" not null,
    batch_key text collate "C" not null,
    last_seq  bigint not null,
    constraint job_log_batches_pk primary key (job_id, batch_key),
    constraint job_log_batches_job_fk foreign key (job_id) references jobs (id) on delete cascade
);

create table job_inputs (
    job_id  text collate "C" not null,
    content bytea not null,
    constraint job_inputs_pk primary key (job_id),
    constraint job_inputs_job_fk foreign key (job_id) references jobs (id) on delete cascade
);

-- A dependency may be named before it exists, so only the side that waits is a foreign key.
create table job_dependencies (
    job_id     text collate "C" not null,
    depends_on text collate "C" not null,
    constraint job_dependencies_pk primary key (job_id, depends_on),
    constraint job_dependencies_job_fk foreign key (job_id) references jobs (id) on delete cascade
);

-- list_dependents
create index job_dependencies_on on job_dependencies (depends_on);
