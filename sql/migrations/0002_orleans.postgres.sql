-- What Orleans' ADO.NET providers (10.4) need: grain storage of the low-volume grains, cluster membership, and the statements they ask for by key.

create table orleansquery (
    querykey  varchar(64) not null,
    querytext text not null,
    constraint orleansquery_pk primary key (querykey)
);

-- The absent string key of an integer or GUID grain is stored as '' so that the primary key covers it.
create table orleansstorage (
    serviceid              varchar(150) collate "C" not null,
    graintypestring        varchar(512) collate "C" not null,
    grainidhash            integer not null,
    graintypehash          integer not null,
    grainidn0              bigint not null,
    grainidn1              bigint not null,
    grainidextensionstring varchar(512) collate "C" not null,
    payloadbinary          bytea,
    version                integer not null,
    modified_on            timestamptz not null,
    constraint orleansstorage_pk primary key (grainidhash, graintypehash, grainidn0, grainidn1, grainidextensionstring, graintypestring, serviceid)
) with (fillfactor = 80);

-- sweep of the short-lived grain types
create index orleansstorage_modified on orleansstorage (graintypestring, modified_on);

insert into orleansquery (querykey, querytext) values
('ReadFromStorageKey', '
select payloadbinary, version
from orleansstorage
where grainidhash = @GrainIdHash
  and graintypehash = @GrainTypeHash
  and grainidn0 = @GrainIdN0
  and grainidn1 = @GrainIdN1
  and grainidextensionstring = coalesce(@GrainIdExtensionString, '''')
  and graintypestring = @GrainTypeString
  and serviceid = @ServiceId'),
('WriteToStorageKey', '
with changed as (
    update orleansstorage
    set payloadbinary = @PayloadBinary, version = version + 1, modified_on = now()
    where grainidhash = @GrainIdHash
      and graintypehash = @GrainTypeHash
      and grainidn0 = @GrainIdN0
      and grainidn1 = @GrainIdN1
      and grainidextensionstring = coalesce(@GrainIdExtensionString, '''')
      and graintypestring = @GrainTypeString
      and serviceid = @ServiceId
      and version = @GrainStateVersion
    returning version
), added as (
    insert into orleansstorage (serviceid, graintypestring, grainidhash, graintypehash, grainidn0, grainidn1, grainidextensionstring, payloadbinary, version, modified_on)
    select @ServiceId, @GrainTypeString, @GrainIdHash, @GrainTypeHash, @GrainIdN0, @GrainIdN1, coalesce(@GrainIdExtensionString, ''''), @PayloadBinary, 1, now()
    where @GrainStateVersion is null
    on conflict do nothing
    returning version
)
select coalesce((select version from changed), (select version from added), @GrainStateVersion) as newgrainstateversion'),
('ClearStorageKey', '
update orleansstorage
set payloadbinary = null, version = version + 1, modified_on = now()
where grainidhash = @GrainIdHash
  and graintypehash = @GrainTypeHash
  and grainidn0 = @GrainIdN0
  and grainidn1 = @GrainIdN1
  and grainidextensionstring = coalesce(@GrainIdExtensionString, '''')
  and graintypestring = @GrainTypeString
  and serviceid = @ServiceId
  and version = @GrainStateVersion
returning version as newgrainstateversion'),
('DeleteStorageKey', '
delete from orleansstorage
where grainidhash = @GrainIdHash
  and graintypehash = @GrainTypeHash
  and grainidn0 = @GrainIdN0
  and grainidn1 = @GrainIdN1
  and grainidextensionstring = coalesce(@GrainIdExtensionString, '''')
  and graintypestring = @GrainTypeString
  and serviceid = @ServiceId
  and version = @GrainStateVersion
returning version + 1 as newgrainstateversion');

-- Every change of the members raises the version of their cluster.
create table orleansmembershipversiontable (
    deploymentid varchar(150) not null,
    version      integer not null,
    changed_at   timestamptz not null default now(),
    constraint orleansmembershipversiontable_pk primary key (deploymentid)
);

create table orleansmembershiptable (
    deploymentid varchar(150) not null,
    address      varchar(45) not null,
    port         integer not null,
    generation   integer not null,
    siloname     varchar(150) not null,
    hostname     varchar(150) not null,
    status       integer not null,
    proxyport    integer,
    suspecttimes text,
    starttime    timestamptz not null,
    iamalivetime timestamptz not null,
    constraint orleansmembershiptable_pk primary key (deploymentid, address, port, generation),
    constraint orleansmembershiptable_version_fk foreign key (deploymentid) references orleansmembershipversiontable (deploymentid)
);

insert into orleansquery (querykey, querytext) values
('GatewaysQueryKey', '
select address, proxyport, generation
from orleansmembershiptable
where deploymentid = @DeploymentId
  and status = @Status
  and proxyport > 0'),
('MembershipReadRowKey', '
select v.deploymentid, m.address, m.port, m.generation, m.siloname, m.hostname, m.status, m.proxyport, m.suspecttimes, m.starttime, m.iamalivetime, v.version
from orleansmembershipversiontable v
left join orleansmembershiptable m
    on m.deploymentid = v.deploymentid and m.address = @Address and m.port = @Port and m.generation = @Generation
where v.deploymentid = @DeploymentId'),
('MembershipReadAllKey', '
select v.deploymentid, m.address, m.port, m.generation, m.siloname, m.hostname, m.status, m.proxyport, m.suspecttimes, m.starttime, m.iamalivetime, v.version
from orleansmembershipversiontable v
left join orleansmembershiptable m on m.deploymentid = v.deploymentid
where v.deploymentid = @DeploymentId'),
('InsertMembershipVersionKey', '
with added as (
    insert into orleansmembershipversiontable (deploymentid, version)
    values (@DeploymentId, 0)
    on conflict do nothing
    returning version
)
select exists (select from added)'),
('UpdateIAmAlivetimeKey', '
update orleansmembershiptable
set iamalivetime = @IAmAliveTime
where deploymentid = @DeploymentId
  and address = @Address
  and port = @Port
  and generation = @Generation'),
('InsertMembershipKey', '
with raised as (
    update orleansmembershipversiontable v
    set version = v.version + 1, changed_at = now()
    where v.deploymentid = @DeploymentId
      and v.version = @Version
      and not exists (
          select from orleansmembershiptable m
          where m.deploymentid = @DeploymentId and m.address = @Address and m.port = @Port and m.generation = @Generation)
    returning v.deploymentid
), added as (
    insert into orleansmembershiptable (deploymentid, address, port, generation, siloname, hostname, status, proxyport, starttime, iamalivetime)
    select r.deploymentid, @Address, @Port, @Generation, @SiloName, @HostName, @Status, @ProxyPort, @StartTime, @IAmAliveTime
    from raised r
    on conflict do nothing
    returning port
)
select exists (select from added)'),
('UpdateMembershipKey', '
with raised as (
    update orleansmembershipversiontable v
    set version = v.version + 1, changed_at = now()
    where v.deploymentid = @DeploymentId
      and v.version = @Version
      and exists (
          select from orleansmembershiptable m
          where m.deploymentid = @DeploymentId and m.address = @Address and m.port = @Port and m.generation = @Generation)
    returning v.deploymentid
), changed as (
    update orleansmembershiptable m
    set status = @Status, suspecttimes = @SuspectTimes, iamalivetime = @IAmAliveTime
    from raised r
    where m.deploymentid = r.deploymentid
      and m.address = @Address
      and m.port = @Port
      and m.generation = @Generation
    returning m.port
)
select exists (select from changed)'),
('DeleteMembershipTableEntriesKey', '
with gone as (
    delete from orleansmembershiptable where deploymentid = @DeploymentId
)
delete from orleansmembershipversiontable where deploymentid = @DeploymentId'),
('CleanupDefunctSiloEntriesKey', '
delete from orleansmembershiptable
where deploymentid = @DeploymentId
  and iamalivetime < @IAmAliveTime
  and status <> 3');
