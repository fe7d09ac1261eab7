namespace GrainJobs.Leases;

/// <summary>Settings of leases.</summary>
public sealed class LeaseOptions
{
    /// <summary>How long a lease lasts without a heartbeat.</summary>
    public TimeSpan Duration { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>A grant that its worker has not touched for this long is given to whoever asks.</summary>
    public TimeSpan TakeUpWithin { get; set; } = TimeSpan.FromSeconds(10);
}
