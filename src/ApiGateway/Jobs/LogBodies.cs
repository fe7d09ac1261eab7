namespace GrainJobs.Jobs;

/// <summary>One log line (<c>level</c>, <c>message</c>), or many as <c>logs</c>.</summary>
internal sealed record LogBody
{
    public string? Level { get; init; }

    public string? Message { get; init; }

    public LogLineBody[]? Logs { get; init; }
}

/// <summary>One line of a batch.</summary>
internal sealed record LogLineBody
{
    public string? Level { get; init; }

    public required string Message { get; init; }

    public DateTimeOffset? Timestamp { get; init; }
}
