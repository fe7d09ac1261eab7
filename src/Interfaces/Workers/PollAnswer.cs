using System.Collections.Immutable;
using GrainJobs.Leases;

namespace GrainJobs.Workers;

/// <summary>The answer to a poll: a build or none, and the lanes that were asked for (empty: all), so that equal askers can wait together.</summary>
[GenerateSerializer, Immutable, Alias("gj.PollAnswer")]
public sealed record PollAnswer([property: Id(0)] LeaseGrant? Grant, [property: Id(1)] ImmutableArray<string> Lanes);
