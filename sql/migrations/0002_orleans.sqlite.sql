-- What Orleans' ADO.NET grain storage (10.4) needs for the low-volume grains. There is no clustering on SQLite: one silo owns the file.

create table OrleansQuery (
    QueryKey  text not null,
    QueryText text not null,
    constraint OrleansQuery_pk primary key (QueryKey)
);

-- The absent string key of an integer or GUID grain is stored as '' so that the primary key covers it.
create table OrleansStorage (
    ServiceId              text not null,
    GrainTypeString        text not null,
    GrainIdHash            integer not null,
    GrainTypeHash          integer not null,
    GrainIdN0              integer not null,
    GrainIdN1              integer not null,
    GrainIdExtensionString text not null,
    PayloadBinary          blob,
    Version                integer not null,
    modified_on            integer not null,
    constraint OrleansStorage_pk primary key (GrainIdHash, GrainTypeHash, GrainIdN0, GrainIdN1, GrainIdExtensionString, GrainTypeString, ServiceId)
);

-- sweep of the short-lived grain types
create index OrleansStorage_modified on OrleansStorage (GrainTypeString, modified_on);

insert into OrleansQuery (QueryKey, QueryText) values
('ReadFromStorageKey', '
select PayloadBinary, Version
from OrleansStorage
where GrainIdHash = @GrainIdHash
  and GrainTypeHash = @GrainTypeHash
  and GrainIdN0 = @GrainIdN0
  and GrainIdN1 = @GrainIdN1
  and GrainIdExtensionString = coalesce(@GrainIdExtensionString, '''')
  and GrainTypeString = @GrainTypeString
  and ServiceId = @ServiceId'),
('WriteToStorageKey', '
insert into OrleansStorage (ServiceId, GrainTypeString, GrainIdHash, GrainTypeHash, GrainIdN0, GrainIdN1, GrainIdExtensionString, PayloadBinary, Version, modified_on)
select @ServiceId, @GrainTypeString, @GrainIdHash, @GrainTypeHash, @GrainIdN0, @GrainIdN1, coalesce(@GrainIdExtensionString, ''''), @PayloadBinary,
       coalesce(@GrainStateVersion, 0) + 1, cast(unixepoch(''subsec'') * 1000000 as integer)
where @GrainStateVersion is null
   or exists (
       select 1 from OrleansStorage
       where GrainIdHash = @GrainIdHash
         and GrainTypeHash = @GrainTypeHash
         and GrainIdN0 = @GrainIdN0
         and GrainIdN1 = @GrainIdN1
         and GrainIdExtensionString = coalesce(@GrainIdExtensionString, '''')
         and GrainTypeString = @GrainTypeString
         and ServiceId = @ServiceId)
on conflict do update
set PayloadBinary = excluded.PayloadBinary, Version = excluded.Version, modified_on = excluded.modified_on
where OrleansStorage.Version = @GrainStateVersion
returning Version as NewGrainStateVersion'),
('ClearStorageKey', '
update OrleansStorage
set PayloadBinary = null, Version = Version + 1, modified_on = cast(unixepoch(''subsec'') * 1000000 as integer)
where GrainIdHash = @GrainIdHash
  and GrainTypeHash = @GrainTypeHash
  and GrainIdN0 = @GrainIdN0
  and GrainIdN1 = @GrainIdN1
  and GrainIdExtensionString = coalesce(@GrainIdExtensionString, '''')
  and GrainTypeString = @GrainTypeString
  and ServiceId = @ServiceId
  and Version = @GrainStateVersion
returning Version as NewGrainStateVersion'),
('DeleteStorageKey', '
delete from OrleansStorage
where GrainIdHash = @GrainIdHash
  and GrainTypeHash = @GrainTypeHash
  and GrainIdN0 = @GrainIdN0
  and GrainIdN1 = @GrainIdN1
  and GrainIdExtensionString = coalesce(@GrainIdExtensionString, '''')
  and GrainTypeString = @GrainTypeString
  and ServiceId = @ServiceId
  and Version = @GrainStateVersion
returning Version + 1 as NewGrainStateVersion');
