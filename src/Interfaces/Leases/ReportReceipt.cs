namespace GrainJobs.Leases;

/// <summary>The final report accepted last: its token and a digest of its content.</summary>
[GenerateSerializer, Immutable, Alias("gj.ReportReceipt")]
public sealed record ReportReceipt([property: Id(0)] LeaseToken Token, [property: Id(1)] string Digest);
