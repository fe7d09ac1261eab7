using System.Text.Json;

namespace GrainJobs.Workers;

/// <summary>A build handed to this worker.</summary>
public sealed record PolledBuild
{
    public required string Id { get; init; }

    public required string Platform { get; init; }

    public required string SourceUrl { get; init; }

    public string? CertsUrl { get; init; }

    public JsonElement? SubmittedAt { get; init; }

    /// <summary>The proof of this assignment, for every call about the build. Never log it.</summary>
    public required string LeaseToken { get; init; }
}

internal sealed record PollAnswer(PolledBuild? Job);
