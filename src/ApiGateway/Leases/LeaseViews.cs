using System.Text.Json.Serialization;
using GrainJobs.Http;

namespace GrainJobs.Leases;

/// <summary>Granted leases; none when there was no work.</summary>
internal sealed record LeasesView(IReadOnlyList<LeaseView> Leases);

/// <summary>One of them.</summary>
internal sealed record LeaseView
{
    public required string JobId { get; init; }

    public required string JobType { get; init; }

    /// <summary>Null when it has none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public RawJson? Payload { get; init; }

    public InputView? Input { get; init; }

    public required int Attempt { get; init; }

    public required string LeaseToken { get; init; }

    /// <summary>The W3C trace context to go on under; absent: none.</summary>
    public string? Traceparent { get; init; }

    /// <summary>How long it lasts without a heartbeat.</summary>
    public required double LeaseSeconds { get; init; }
}

/// <summary>A job's input; <c>text</c> when it is UTF-8 of up to 64 KiB.</summary>
internal sealed record InputView(string ContentType, long Length, string Url, string? FileName, RawJson? Attributes, string? Text);

/// <summary>What a worker is to do.</summary>
internal sealed record HeartbeatView(string Worker, double NextSeconds, IReadOnlyList<OrderView> Leases);

/// <summary>With one lease: continue, cancel or lost.</summary>
internal sealed record OrderView(string LeaseToken, LeaseOrder Order);
