using System.Text.Json;

namespace GrainJobs.Leases;

/// <summary>What a report under a lease says; which members count depends on its verb.</summary>
internal sealed record LeaseReportBody
{
    public int? Progress { get; init; }

    public string? Message { get; init; }

    public JsonElement? Result { get; init; }

    public string? Reason { get; init; }

    public string? Error { get; init; }

    public string? Class { get; init; }
}
