-- Jobs: one row a job is the state of its grain; events, log lines and small inputs beside it. Instants are microseconds since 1970.

create table jobs (
    id                  text not null,
    version             integer not null,
    write_id            integer not null,
    status              text not null,
    ready_at            integer not null,
    updated_at          integer not null,
    created_at          integer not null,
    started_at          integer,
    finished_at         integer,
    lease_granted_at    integer,
    cancel_requested_at integer,
    deadline            integer,
    priority            integer not null,
    attempt             integer not null,
    max_attempts        integer not null,
    failures            integer not null,
    losses              integer not null,
    progress            integer not null,
    stage               integer not null,
    last_event          integer not null,
    tracked             integer not null,
    taken_over          integer not null,
    await_input         integer not null,
    skipped             integer not null,
    dependencies_met    integer not null,
    has_dependents      integer not null,
    callback_due        integer not null,
    queue               text not null,
    lane                text not null,
    concurrency_key     text not null,
    type                text not null,
    unique_key          text,
    message             text not null,
    document_id         text,
    result              text,
    error               text,
    error_code          text,
    reason              text,
    input_type          text,
    input_length        integer,
    input_file          text,
    input_name          text,
    input_attributes    text,
    lease_token         text,
    lease_worker        text,
    receipt_token       text,
    receipt_digest      text,
    tags                text,
    payload             text,
    metadata            text,
    spec                text,
    constraint jobs_pk primary key (id),
    constraint jobs_version_positive check (version > 0),
    constraint jobs_status_known check (status in ('pending', 'scheduled', 'queued', 'processing', 'completed', 'error', 'cancelled')),
    constraint jobs_end_has_instant check ((status in ('completed', 'error', 'cancelled')) = (finished_at is not null)),
    constraint jobs_lease_only_while_processing check ((status = 'processing' and not tracked) = (lease_token is not null)),
    constraint jobs_lease_whole check ((lease_token is null) = (lease_worker is null) and (lease_token is null) = (lease_granted_at is null)),
    constraint jobs_input_before_work check (not await_input or tracked or input_type is not null or status in ('pending', 'error', 'cancelled')),
    constraint jobs_input_whole check ((input_type is null) = (input_length is null)),
    constraint jobs_receipt_whole check ((receipt_token is null) = (receipt_digest is null)),
    constraint jobs_skip_is_completion check (not skipped or status = 'completed'),
    constraint jobs_progress_percent check (progress between 0 and 100),
    constraint jobs_counts_not_negative check (min(attempt, failures, losses, stage, last_event) >= 0 and max_attempts >= 1)
) strict;

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
    queue text not null,
    constraint job_queues_pk primary key (queue)
) strict, without rowid;

create table job_events (
    job_id text not null,
    seq    integer not null,
    type   text not null,
    at     integer not null,
    data   text,
    constraint job_events_pk primary key (job_id, seq),
    constraint job_events_job_fk foreign key (job_id) references jobs (id) on delete cascade,
    constraint job_events_seq_from_one check (seq >= 1)
) strict, without rowid;

create table job_logs (
    job_id  text not null,
    seq     integer not null,
    at      integer not null,
    level   text not null,
    message text not null,
    constraint job_logs_pk primary key (job_id, seq),
    constraint job_logs_job_fk foreign key (job_id) references jobs (id) on delete cascade,
    constraint job_logs_seq_from_one check (seq >= 1),
    constraint job_logs_level_known check (level in ('debug', 'info', 'warn', 'error'))
) strict, without rowid;

-- Where each log ends. An append is guarded by it, so numbers have no gap and no line is stored twice.
create table job_log_ends (
    job_id    text not null,
    first_seq integer not null,
    last_seq  integer not null,
    bytes     integer not null,
    write_id  integer not null,
    constraint job_log_ends_pk primary key (job_id),
    constraint job_log_ends_job_fk foreign key (job_id) references jobs (id) on delete cascade,
    constraint job_log_ends_in_order check (first_seq <= last_seq + 1)
) strict, without rowid;

create table job_log_batches (
    job_id    text not null,
    batch_key text not null,
    last_seq  integer not null,
    constraint job_log_batches_pk primary key (job_id, batch_key),
    constraint job_log_batches_job_fk foreign key (job_id) references jobs (id) on delete cascade
) strict, without rowid;

create table job_inputs (
    job_id  text not null,
    content blob not null,
    constraint job_inputs_pk primary key (job_id),
    constraint job_inputs_job_fk foreign key (job_id) references jobs (id) on delete cascade
) strict;

-- A dependency may be named before it exists, so only the side that waits is a foreign key.
create table job_dependencies (
    job_id     text not null,
    depends_on text not null,
    constraint job_dependencies_pk primary key (job_id, depends_on),
    constraint job_dependencies_job_fk foreign key (job_id) references jobs (id) on delete cascade
) strict, without rowid;

-- list_dependents
create index job_dependencies_on on job_dependencies (depends_on);
