using System.Text.Json;

namespace GrainJobs.Jobs;

/// <summary>One stage of a submission.</summary>
internal sealed record StageBody
{
    public required string JobType { get; init; }

    public JsonElement? Payload { get; init; }
}
