-- The checks of a row of jobs and builds as one: PostgreSQL reads a table's checks anew for every statement, which was a fifth of what
-- inserting 32 jobs costs; those of a domain it keeps for the session. Names and rules are as before. Rows that exist were checked by
-- the constraints dropped here, so that none is read again ("not valid" leaves out only those).

create type job_row as (
    status           text,
    tracked          boolean,
    await_input      boolean,
    skipped          boolean,
    version          bigint,
    attempt          integer,
    max_attempts     integer,
    failures         integer,
    losses           integer,
    progress         integer,
    stage            integer,
    last_event       integer,
    finished_at      timestamptz,
    lease_token      text,
    lease_worker     text,
    lease_granted_at timestamptz,
    input_type       text,
    input_length     bigint,
    receipt_token    text,
    receipt_digest   text
);

create domain sound_job as job_row
    constraint jobs_version_positive check ((value).version > 0)
    constraint jobs_status_known check ((value).status in ('pending', 'scheduled', 'queued', 'processing', 'completed', 'error', 'cancelled'))
    constraint jobs_end_has_instant check (((value).status in ('completed', 'error', 'cancelled')) = ((value).finished_at is not null))
    constraint jobs_lease_only_while_processing check (((value).status = 'processing' and not (value).tracked) = ((value).lease_token is not null))
    constraint jobs_lease_whole check (num_nulls((value).lease_token, (value).lease_worker, (value).lease_granted_at) in (0, 3))
    constraint jobs_input_before_work check (
        not (value).await_input or (value).tracked or (value).input_type is not null or (value).status in ('pending', 'error', 'cancelled'))
    constraint jobs_input_whole check (((value).input_type is null) = ((value).input_length is null))
    constraint jobs_receipt_whole check (((value).receipt_token is null) = ((value).receipt_digest is null))
    constraint jobs_skip_is_completion check (not (value).skipped or (value).status = 'completed')
    constraint jobs_progress_percent check ((value).progress between 0 and 100)
    constraint jobs_counts_not_negative check (
        least((value).attempt, (value).failures, (value).losses, (value).stage, (value).last_event) >= 0 and (value).max_attempts >= 1);

alter table jobs
    drop constraint jobs_version_positive,
    drop constraint jobs_status_known,
    drop constraint jobs_end_has_instant,
    drop constraint jobs_lease_only_while_processing,
    drop constraint jobs_lease_whole,
    drop constraint jobs_input_before_work,
    drop constraint jobs_input_whole,
    drop constraint jobs_receipt_whole,
    drop constraint jobs_skip_is_completion,
    drop constraint jobs_progress_percent,
    drop constraint jobs_counts_not_negative,
    add constraint jobs_sound check (
        (row(
            status, tracked, await_input, skipped, version, attempt, max_attempts, failures, losses, progress, stage, last_event, finished_at,
            lease_token, lease_worker, lease_granted_at, input_type, input_length, receipt_token, receipt_digest)::sound_job).status is not null)
        not valid;

create type build_row as (
    status              text,
    await_source        boolean,
    is_classic          boolean,
    version             bigint,
    attempt             integer,
    losses              integer,
    progress            integer,
    finished_at         timestamptz,
    lease_token         text,
    lease_granted_at    timestamptz,
    worker_id           text,
    source_file         text,
    source_length       bigint,
    source_sha256       text,
    result_file         text,
    result_length       bigint,
    result_sha256       text,
    certs_file          text,
    certs_length        bigint,
    certs_sha256        text,
    receipt_token       text,
    receipt_digest      text,
    cancel_confirmed_at timestamptz
);

create domain sound_build as build_row
    constraint builds_version_positive check ((value).version > 0)
    constraint builds_status_known check ((value).status in ('pending', 'assigned', 'building', 'completed', 'failed', 'cancelled'))
    constraint builds_end_has_instant check (((value).status in ('completed', 'failed', 'cancelled')) = ((value).finished_at is not null))
    constraint builds_lease_only_while_held check (((value).status in ('assigned', 'building')) = ((value).lease_token is not null))
    constraint builds_lease_whole check (num_nulls((value).lease_token, (value).lease_granted_at) in (0, 2))
    constraint builds_lease_has_worker check ((value).lease_token is null or (value).worker_id is not null)
    constraint builds_classic_only_while_held check (not (value).is_classic or (value).lease_token is not null)
    constraint builds_source_before_work check ((value).source_file is not null or (value).status in ('pending', 'failed', 'cancelled'))
    constraint builds_source_or_awaited check ((value).source_file is not null or (value).await_source)
    constraint builds_source_whole check (num_nulls((value).source_file, (value).source_length, (value).source_sha256) in (0, 3))
    constraint builds_result_whole check (num_nulls((value).result_file, (value).result_length, (value).result_sha256) in (0, 3))
    constraint builds_certs_whole check (num_nulls((value).certs_file, (value).certs_length, (value).certs_sha256) in (0, 3))
    constraint builds_result_of_completed check ((value).result_file is null or (value).status = 'completed')
    constraint builds_receipt_whole check (num_nulls((value).receipt_token, (value).receipt_digest) in (0, 2))
    constraint builds_progress_percent check ((value).progress between 0 and 100)
    constraint builds_counts_not_negative check (least((value).attempt, (value).losses) >= 0)
    constraint builds_confirmation_of_cancelled check ((value).cancel_confirmed_at is null or (value).status = 'cancelled');

alter table builds
    drop constraint builds_version_positive,
    drop constraint builds_status_known,
    drop constraint builds_end_has_instant,
    drop constraint builds_lease_only_while_held,
    drop constraint builds_lease_whole,
    drop constraint builds_lease_has_worker,
    drop constraint builds_classic_only_while_held,
    drop constraint builds_source_before_work,
    drop constraint builds_source_or_awaited,
    drop constraint builds_source_whole,
    drop constraint builds_result_whole,
    drop constraint builds_certs_whole,
    drop constraint builds_result_of_completed,
    drop constraint builds_receipt_whole,
    drop constraint builds_progress_percent,
    drop constraint builds_counts_not_negative,
    drop constraint builds_confirmation_of_cancelled,
    add constraint builds_sound check (
        (row(
            status, await_source, is_classic, version, attempt, losses, progress, finished_at, lease_token, lease_granted_at, worker_id,
            source_file, source_length, source_sha256, result_file, result_length, result_sha256, certs_file, certs_length, certs_sha256,
            receipt_token, receipt_digest, cancel_confirmed_at)::sound_build).status is not null)
        not valid;
