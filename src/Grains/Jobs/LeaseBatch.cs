using System.Collections.Immutable;
using GrainJobs.Workers;

namespace GrainJobs.Jobs;

/// <summary>A row that leases many jobs.</summary>
internal sealed record LeaseBatch(long Id, WorkerId Worker, DateTimeOffset GrantedAt, string Secret, ImmutableArray<BatchedJob> Jobs);
