namespace GrainJobs.Jobs;

/// <summary>Limits of submissions.</summary>
public sealed class JobLimits
{
    /// <summary>The longest payload, metadata, result or stage payload, in bytes of UTF-8.</summary>
    public long PayloadBytes { get; set; } = 64 * 1024;

    /// <summary>The most log text of one job, in bytes.</summary>
    public long LogBytes { get; set; } = 64L * 1024 * 1024;
}
