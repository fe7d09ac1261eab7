namespace GrainJobs.Workers;

/// <summary>Settings of workers, under <c>Workers</c>.</summary>
public sealed class WorkerOptions
{
    /// <summary>How long a worker of the classic protocol may be silent about a build, and any worker before it counts as offline.</summary>
    public TimeSpan HeartbeatLimit { get; set; } = TimeSpan.FromSeconds(300);
}
