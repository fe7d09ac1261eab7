namespace GrainJobs.Jobs;

/// <summary>The words of the event log.</summary>
public static class JobEventType
{
    public const string Created = "created";
    public const string InputSaved = "input_saved";
    public const string DependenciesMet = "dependencies_met";

    /// <summary>The queue was told: it is ready to be leased.</summary>
    public const string Triggered = "triggered";

    /// <summary>A worker got it: with attempt, worker, whether it has input and the input's length.</summary>
    public const string Fetched = "fetched";
    public const string Updated = "updated";
    public const string AttemptFailed = "attempt_failed";
    public const string LeaseLost = "lease_lost";
    public const string Released = "released";
    public const string StageFinished = "stage_finished";
    public const string CancelRequested = "cancel_requested";
    public const string Finished = "finished";
}
