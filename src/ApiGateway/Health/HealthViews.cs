namespace GrainJobs.Health;

/// <summary>The state of the service.</summary>
internal sealed record HealthView(string Status, QueueLoadView? Queue, StorageView Storage);

/// <summary>Jobs and builds that wait, and that run.</summary>
internal sealed record QueueLoadView(long Pending, long Active);

/// <summary>Whether storage answers, and what it is.</summary>
internal sealed record StorageView(string Status, string Kind);

/// <summary>A probe's answer.</summary>
internal sealed record ProbeView(string Status);
