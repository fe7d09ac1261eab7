namespace GrainJobs.Jobs;

/// <summary>
/// Where a job stands. Pending, scheduled and queued wait; processing runs; the last three are final.
/// <code>
/// submit -> pending --input, dependencies--> scheduled --due--> queued --lease--> processing --> completed | error | cancelled
///                                               ^                  ^------------------'  (loss, release)
///                                               '-------------------- retry ---------'
/// </code>
/// </summary>
public enum JobStatus
{
    /// <summary>Input or a dependency is missing. Its creator or the dependency moves it on.</summary>
    Pending,

    /// <summary>Waits for its due time. Its queue moves it on.</summary>
    Scheduled,

    /// <summary>Ready. A lease moves it on; a tracked job is moved on by whoever created it.</summary>
    Queued,

    /// <summary>Leased and running. Its worker's report, or the end of its lease, moves it on.</summary>
    Processing,

    /// <summary>Final: done, possibly skipped.</summary>
    Completed,

    /// <summary>Final: failed.</summary>
    Error,

    /// <summary>Final: cancelled.</summary>
    Cancelled,
}
