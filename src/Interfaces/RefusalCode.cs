namespace GrainJobs;

/// <summary>The stable codes of refusals, one word for one idea in grains, HTTP answers and docs/errors.md.</summary>
public static class RefusalCode
{
    /// <summary>A field is missing or wrong; see the fields.</summary>
    public const string Invalid = "invalid_request";

    /// <summary>No job of that id.</summary>
    public const string JobNotFound = "job_not_found";

    /// <summary>The job has ended; terminal states are final.</summary>
    public const string JobFinished = "job_finished";

    /// <summary>The job has not ended yet.</summary>
    public const string JobNotFinished = "job_not_finished";

    /// <summary>Only tracked jobs are updated by whoever created them.</summary>
    public const string JobNotTracked = "job_not_tracked";

    /// <summary>The input was saved before, or the job awaits none.</summary>
    public const string InputNotAwaited = "input_not_awaited";

    /// <summary>The lease is over, was given to another, or never existed.</summary>
    public const string LeaseLost = "lease_lost";

    /// <summary>The job can't start: it is not queued, or not due.</summary>
    public const string JobNotReady = "job_not_ready";

    /// <summary>No queue of that name has been used.</summary>
    public const string QueueNotFound = "queue_not_found";

    /// <summary>No worker of that id.</summary>
    public const string WorkerNotFound = "worker_not_found";

    /// <summary>The worker holds as many leases as its capacity.</summary>
    public const string WorkerBusy = "worker_busy";

    /// <summary>The worker has been silent for too long.</summary>
    public const string WorkerOffline = "worker_offline";

    /// <summary>No build of that id.</summary>
    public const string BuildNotFound = "build_not_found";

    /// <summary>No project of that id.</summary>
    public const string ProjectNotFound = "project_not_found";

    /// <summary>More updates of the project within the hour than allowed.</summary>
    public const string TooManyUpdates = "too_many_updates";

    /// <summary>The build is in the hands of another worker, or of none.</summary>
    public const string NotAssigned = "not_assigned";

    /// <summary>The build has ended; final states are final.</summary>
    public const string BuildFinished = "build_finished";

    /// <summary>The source was saved before, or the build awaits none.</summary>
    public const string SourceNotAwaited = "source_not_awaited";

    /// <summary>The credential is genuine but does not allow this, or no longer.</summary>
    public const string Forbidden = "forbidden";

    /// <summary>The state does not allow it.</summary>
    public const string Conflict = "state_conflict";

    /// <summary>The payload, file or field is over its limit.</summary>
    public const string TooLarge = "too_large";

    /// <summary>Storage can't be reached; nothing was acknowledged.</summary>
    public const string StorageUnavailable = "storage_unavailable";

    /// <summary>More is under way than the service accepts.</summary>
    public const string Overloaded = "overloaded";

    /// <summary>A time limit passed.</summary>
    public const string TimedOut = "timed_out";
}
