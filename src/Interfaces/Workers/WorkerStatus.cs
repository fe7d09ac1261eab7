namespace GrainJobs.Workers;

/// <summary>What a worker is doing.</summary>
public enum WorkerStatus
{
    /// <summary>Holds nothing.</summary>
    Idle,

    /// <summary>Holds at least one lease.</summary>
    Building,

    /// <summary>Not heard of for the heartbeat limit, or it lost a lease. A poll or a registration revives it.</summary>
    Offline,
}
