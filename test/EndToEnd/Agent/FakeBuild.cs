using System.Collections.Concurrent;
using System.Text.Json.Nodes;

namespace GrainJobs.Builds;

/// <summary>A build as the fake gateway keeps it.</summary>
internal sealed class FakeBuild(string id, string source, string platform)
{
    public string Id => id;

    public string Source => source;

    public string Platform => platform;

    public string Status { get; set; } = "pending";

    public string? Token { get; set; }

    /// <summary>What the next heartbeats say: <c>continue</c>, <c>cancel</c> or <c>lost</c>.</summary>
    public string Order { get; set; } = "continue";

    public int Grants { get; set; }

    /// <summary>Reports that ended it, each counted once however often it was sent.</summary>
    public int Ends { get; set; }

    public int Beats { get; set; }

    public string? Error { get; set; }

    public string? Class { get; set; }

    public string? PreviewUrl { get; set; }

    /// <summary>Where the uploaded result lies.</summary>
    public string? Result { get; set; }

    /// <summary>The token under which it ended: a repeat of that report gets the same answer.</summary>
    public string? EndedBy { get; set; }

    public ConcurrentQueue<(string Level, string Message)> Lines { get; } = new();

    public ConcurrentDictionary<string, byte> Batches { get; } = new();

    public ConcurrentQueue<JsonNode> Telemetry { get; } = new();

    public string Log => string.Join('\n', Lines.Select(line => line.Message));

    public bool IsOver => Status is "completed" or "failed" or "cancelled";
}
