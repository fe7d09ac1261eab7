namespace GrainJobs.Builds;

/// <summary>How a run ended, and so what its gateway is told.</summary>
internal abstract record BuildOutcome
{
    private BuildOutcome()
    {
    }

    /// <param name="ResultZip">Absent when the build made nothing to keep.</param>
    internal sealed record Succeeded(string? ResultZip, string? PreviewUrl) : BuildOutcome;

    /// <summary>Classes: <c>user</c>, <c>permanent</c>, <c>transient</c>, <c>timeout</c>, <c>infrastructure</c>.</summary>
    internal sealed record Failed(string Error, string Class) : BuildOutcome;

    /// <summary>Ended from outside.</summary>
    internal sealed record Halted(HaltReason Reason) : BuildOutcome;
}

/// <summary>Why a run was ended from outside.</summary>
internal enum HaltReason
{
    None,

    /// <summary>Somebody cancelled the build.</summary>
    Cancelled,

    /// <summary>The lease is over: another may have the build, nothing more is said about it.</summary>
    Lost,

    /// <summary>The agent ends: the build goes back to the queue.</summary>
    Draining,
}
