using System.Text.Json.Serialization;

namespace GrainJobs.Workers;

/// <summary>A build worker introducing itself. A known id is registered again and keeps its name.</summary>
public sealed record WorkerIntroduction
{
    public string? Id { get; init; }

    public string? Name { get; init; }

    public WorkerCapabilities? Capabilities { get; init; }
}

/// <summary>What a build worker can do.</summary>
public sealed record WorkerCapabilities
{
    /// <summary>Empty: all.</summary>
    public IReadOnlyList<string>? Platforms { get; init; }

    /// <summary>Builds at once.</summary>
    public int Capacity { get; init; } = 1;

    public string? Os { get; init; }

    public string? Architecture { get; init; }

    public string? AgentVersion { get; init; }
}

/// <summary>The answer to a registration: <c>registered</c> or <c>re-registered</c>.</summary>
public sealed record WorkerRegistered
{
    public required string Id { get; init; }

    public string? Status { get; init; }

    public string? Message { get; init; }

    /// <summary>This worker's credential from now on.</summary>
    [JsonPropertyName("access_token")]
    public string? AccessToken { get; init; }
}
