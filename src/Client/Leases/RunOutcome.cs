using System.Text.Json;

namespace GrainJobs.Leases;

#pragma warning disable CA1034 // A closed set of cases reads best inside what they are cases of.

/// <summary>How one run of a leased job ended.</summary>
public abstract record RunOutcome
{
    private RunOutcome()
    {
    }

    /// <summary>Done.</summary>
    public sealed record Completed(JsonElement? Result = null) : RunOutcome;

    /// <summary>Done, because there was nothing to do any more.</summary>
    public sealed record Skipped(string Reason) : RunOutcome;

    /// <summary>Not done. Classes: <c>user</c>, <c>permanent</c>, <c>transient</c>, <c>timeout</c>, <c>infrastructure</c>.</summary>
    public sealed record Failed(string Error, string Class = "user") : RunOutcome;

    /// <summary>Handed back, burning nothing.</summary>
    public sealed record Released : RunOutcome;

    /// <summary>What an exception that a handler let out says about its job.</summary>
    internal static RunOutcome Of(Exception fault) => fault switch
    {
        TimeoutException => new Failed(fault.Message, "timeout"),
        HttpRequestException or IOException => new Failed(fault.Message, "transient"),
        _ => new Failed($"{fault.GetType().Name}: {fault.Message}"),
    };
}
