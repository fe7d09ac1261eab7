namespace GrainJobs.Leases;

/// <summary>What a heartbeat tells a worker to do with one lease: <c>continue</c>, <c>cancel</c> or <c>lost</c>.</summary>
public sealed record LeaseVerdict(string LeaseToken, string Order);

/// <summary>The answer to a heartbeat. <see cref="Worker"/> is <c>run</c> or <c>drain</c>; the next beat is due in <see cref="NextSeconds"/>.</summary>
public sealed record LeaseVerdicts(string Worker, double NextSeconds, IReadOnlyList<LeaseVerdict> Leases);

/// <summary>One lease in a heartbeat, with its progress in percent when it has moved.</summary>
public sealed record LeaseHold(string LeaseToken, int? Progress = null);

internal sealed record LeaseHeartbeat(IReadOnlyList<LeaseHold> Leases);
