using System.Text.Json.Serialization;
using GrainJobs.Http;

namespace GrainJobs.Workers;

/// <summary>The answer to a registration.</summary>
internal sealed record RegisteredView(string Id, string Status, string Message, string AccessToken);

/// <summary>The answer to a poll.</summary>
internal sealed record PollView(PolledBuildView? Job);

/// <summary>A build handed to a worker.</summary>
internal sealed record PolledBuildView(string Id, string Platform, string SourceUrl, string? CertsUrl, DateTimeOffset SubmittedAt, string LeaseToken);

/// <summary>The answer to a final report.</summary>
internal sealed record ReportedView(bool Success, string Status, string Message);

/// <summary>The answer to a worker that leaves.</summary>
internal sealed record LeftView(bool Success, int BuildsReassigned);

/// <summary>What a worker has done.</summary>
internal sealed record WorkerStatsView(
    [property: JsonPropertyName("totalBuilds")] long TotalBuilds,
    [property: JsonPropertyName("successfulBuilds")] long SuccessfulBuilds,
    [property: JsonPropertyName("failedBuilds")] long FailedBuilds,
    [property: JsonPropertyName("workerName")] string WorkerName,
    WorkerStatus Status,
    string Uptime);

/// <summary>Some workers, newest first.</summary>
internal sealed record WorkersView(
    WorkerListing[] Workers,
    [property: JsonPropertyName("nextCursor"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? NextCursor);

/// <summary>A worker as it is shown.</summary>
internal sealed record WorkerListing(
    string Id,
    string Name,
    WorkerStatus Status,
    int Capacity,
    long Held,
    string[] Platforms,
    RawJson? Capabilities,
    bool Draining,
    DateTimeOffset RegisteredAt,
    DateTimeOffset LastSeenAt)
{
    internal static WorkerListing Of(WorkerView worker) => new(
        worker.Id.Value, worker.Name, worker.Status, worker.Capacity, worker.Held, [.. worker.Platforms], RawJson.Of(worker.Capabilities), worker.Draining,
        worker.RegisteredAt, worker.SeenAt);
}
