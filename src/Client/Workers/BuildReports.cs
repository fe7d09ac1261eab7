using System.Text.Json.Serialization;

namespace GrainJobs.Workers;

/// <summary>The passwords and profiles that came with a build.</summary>
public sealed record BuildCertificates
{
    /// <summary>Base64.</summary>
    public string? P12 { get; init; }

    [JsonPropertyName("p12Password")]
    public string? P12Password { get; init; }

    [JsonPropertyName("keychainPassword")]
    public string? KeychainPassword { get; init; }

    /// <summary>Base64 each.</summary>
    [JsonPropertyName("provisioningProfiles")]
    public IReadOnlyList<string>? ProvisioningProfiles { get; init; }
}

internal sealed record BuildBeat(int? Progress);

/// <summary>The answer to a build's heartbeat.</summary>
internal sealed record BuildBeatAnswer
{
    public string? Status { get; init; }

    /// <summary><c>continue</c>, <c>cancel</c> or <c>lost</c>; absent from a gateway that says it by the status code.</summary>
    public string? Order { get; init; }
}

internal sealed record BuildTelemetry(string Type, DateTimeOffset Timestamp, BuildLoad Data);

/// <summary>What the processes of a build use: percent of one core, and mebibytes.</summary>
public sealed record BuildLoad(double CpuPercent, double MemoryMb, int Processes);

internal sealed record BuildFailure(string BuildId, string Error, string Class, string LeaseToken);

internal sealed record BuildAbandoned(string BuildId, string Reason, string LeaseToken);
