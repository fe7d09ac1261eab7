-- What clients saw of versions of a job that were overtaken, as the way back from the version after: a stream that is resumed tells them again.
-- Ordinary versions (created, started, finished) need no row.

create table job_versions (
    job_id  text not null,
    version integer not null,
    undo    text not null,
    constraint job_versions_pk primary key (job_id, version),
    constraint job_versions_job_fk foreign key (job_id) references jobs (id) on delete cascade,
    constraint job_versions_from_one check (version >= 1)
) strict, without rowid;
