-- Projects, their builds with how these went, and the operations by which a repeated update is known. Instants are microseconds since 1970.

create table projects (
    id                   text not null,
    version              integer not null,
    name                 text,
    framework            text,
    build_status         text,
    current_build_id     text,
    latest_build_id      text,
    builds               integer not null,
    last_build_started   integer,
    last_build_completed integer,
    created_at           integer not null,
    updated_at           integer not null,
    constraint projects_pk primary key (id),
    constraint projects_version_positive check (version > 0),
    constraint projects_status_known check (build_status in ('queued', 'building', 'deployed', 'failed', 'canceled', 'superseded')),
    constraint projects_framework_known check (framework in ('react', 'nextjs', 'vue', 'svelte')),
    constraint projects_build_timing_logical check (
        last_build_completed is null or last_build_started is null or last_build_completed >= last_build_started),
    constraint projects_current_build_fk
        foreign key (current_build_id) references project_build_metrics (build_id) on delete set null deferrable initially deferred
) strict;

-- list_projects
create index projects_newest on projects (created_at desc, id desc);

create table project_build_metrics (
    build_id      text not null,
    project_id    text not null,
    number        integer not null,
    job_id        text not null,
    status        text not null,
    prompt        text not null,
    framework     text,
    user_id       text not null,
    webhook_url   text,
    created_at    integer not null,
    started_at    integer,
    completed_at  integer,
    duration_ms   integer,
    failure_stage text,
    error         text,
    preview_url   text,
    settled       integer not null,
    constraint project_build_metrics_pk primary key (build_id),
    constraint project_build_metrics_number_unique unique (project_id, number),
    constraint project_build_metrics_project_fk foreign key (project_id) references projects (id) on delete cascade,
    constraint project_build_metrics_status_known check (status in ('queued', 'building', 'deployed', 'failed', 'canceled', 'superseded')),
    constraint project_build_metrics_end_has_instant check ((status in ('queued', 'building')) = (completed_at is null)),
    constraint project_build_metrics_timing_logical check (completed_at is null or started_at is null or completed_at >= started_at),
    constraint project_build_metrics_duration_not_negative check (duration_ms >= 0),
    constraint project_build_metrics_settled_is_ended check (not settled or completed_at is not null)
) strict;

-- the foreign key's on delete set null
create index projects_current_build on projects (current_build_id) where current_build_id is not null;
-- list_unsettled, list_projects_unsettled: unfinished work only
create index project_build_metrics_unsettled on project_build_metrics (project_id, number) where not settled;
-- list_accepted
create index project_build_metrics_accepted on project_build_metrics (project_id, created_at);

create table project_operations (
    project_id text not null,
    key        text not null,
    build_id   text not null,
    expires_at integer not null,
    constraint project_operations_pk primary key (project_id, key),
    constraint project_operations_build_fk foreign key (build_id) references project_build_metrics (build_id) on delete cascade
) strict, without rowid;

-- delete_operations
create index project_operations_expiry on project_operations (expires_at);
-- the foreign key's on delete cascade
create index project_operations_build on project_operations (build_id);
