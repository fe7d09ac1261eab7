namespace GrainJobs.Builds;

/// <summary>
/// Where a build stands. The last three are final.
/// <code>
/// submit -> pending --source, lease--> assigned --first call of its worker--> building --> completed | failed | cancelled
///              ^                          |                                      |
///              '----- abandon, loss ------'--------------------------------------'
/// </code>
/// </summary>
public enum BuildStatus
{
    /// <summary>Waits: for its source, or for a worker. A lease moves it on.</summary>
    Pending,

    /// <summary>Handed to a worker that has not been heard of since. Its first call moves it on.</summary>
    Assigned,

    /// <summary>Its worker works on it. The worker's report, or the end of its lease, moves it on.</summary>
    Building,

    /// <summary>Final: done.</summary>
    Completed,

    /// <summary>Final: failed.</summary>
    Failed,

    /// <summary>Final: cancelled.</summary>
    Cancelled,
}
