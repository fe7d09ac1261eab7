using System.Text.Json.Serialization;

namespace GrainJobs.Builds;

/// <summary>A build that was taken in.</summary>
internal sealed record AcceptedView(string Id, BuildStatus Status, string Platform, DateTimeOffset SubmittedAt, string AccessToken);

/// <summary>A build that repeats another.</summary>
internal sealed record RetriedView(string Id, BuildStatus Status, DateTimeOffset SubmittedAt, string AccessToken, string OriginalBuildId);

/// <summary>Some builds, newest first, and how many match in all.</summary>
internal sealed record BuildsView(
    BuildView[] Builds,
    long Total,
    [property: JsonPropertyName("nextCursor"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? NextCursor);

/// <summary>Builds by status.</summary>
internal sealed record StatisticsView(long Total, long Pending, long Assigned, long Building, long Completed, long Failed, long Cancelled);

/// <summary>Where a build stands; instants in epoch milliseconds.</summary>
internal sealed record BuildStatusView(
    string Id, BuildStatus Status, string Platform, string? WorkerId, long SubmittedAt, long? StartedAt, long? CompletedAt, string? ErrorMessage);

/// <summary>Log lines, oldest first; <c>next</c> is what to pass as <c>after</c>.</summary>
internal sealed record BuildLogPage(string BuildId, BuildLineView[] Logs, long Next);

/// <summary>One log line.</summary>
internal sealed record BuildLineView(long Seq, string Level, string Message, DateTimeOffset Timestamp);

/// <summary>How many lines a call stored.</summary>
internal sealed record BuildLogReceipt(bool Success, int Count);

/// <summary>The answer to a cancellation.</summary>
internal sealed record CancelledView(bool Success, BuildStatus Status);

/// <summary>The answer to a heartbeat: what the worker is to do.</summary>
internal sealed record BeatView(string Status, long Timestamp, string Order);

/// <summary>A call was taken.</summary>
internal sealed record TakenView(string Status);

/// <summary>What a build's processes used, oldest first.</summary>
internal sealed record SamplesView(string BuildId, SampleView[] Samples);

/// <summary>One reading.</summary>
internal sealed record SampleView(DateTimeOffset Timestamp, double CpuPercent, double MemoryMb);

/// <summary>Certificates and their passwords; binary ones in base64.</summary>
internal sealed record CertificatesView(
    [property: JsonPropertyName("p12")] string P12,
    [property: JsonPropertyName("p12Password")] string P12Password,
    [property: JsonPropertyName("keychainPassword")] string KeychainPassword,
    [property: JsonPropertyName("provisioningProfiles")] string[] ProvisioningProfiles);
