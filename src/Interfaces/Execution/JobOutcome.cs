namespace GrainJobs.Execution;

/// <summary>How an attempt ended. JSON texts are kept as given.</summary>
public abstract record JobOutcome
{
    private JobOutcome()
    {
    }

    /// <summary>Done.</summary>
    public static JobOutcome Completed(string? resultJson = null, string? message = null) => new CompletedOutcome(resultJson, message);

    /// <summary>Nothing to do any more: a completion, visible and counted.</summary>
    public static JobOutcome Skipped(string reason, string? resultJson = null) => new SkippedOutcome(reason, resultJson);

    /// <summary>Could not be done now: counts as a transient failure; tried again after the wait, or the backoff when absent.</summary>
    public static JobOutcome Retry(string error, TimeSpan? after = null) => new RetryOutcome(error, after);

    /// <summary>Can never be done: the job ends in error at once.</summary>
    public static JobOutcome Failed(string error) => new FailedOutcome(error);

    /// <summary>The next stage goes on with this as its input; at the last stage, the job's result.</summary>
    public static JobOutcome Continue(string inputJson) => new CompletedOutcome(inputJson, null);

    public sealed record CompletedOutcome(string? ResultJson, string? Message) : JobOutcome;

    public sealed record SkippedOutcome(string Reason, string? ResultJson) : JobOutcome;

    public sealed record RetryOutcome(string Error, TimeSpan? After) : JobOutcome;

    public sealed record FailedOutcome(string Error) : JobOutcome;
}
