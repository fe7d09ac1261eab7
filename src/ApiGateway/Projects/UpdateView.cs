namespace GrainJobs.Projects;

/// <summary>An accepted update.</summary>
internal sealed record UpdateView
{
    public bool Success { get; init; } = true;

    public required string BuildId { get; init; }

    /// <summary>The tracked job that mirrors the build, for streams.</summary>
    public required string JobId { get; init; }

    public required string ProjectId { get; init; }

    public string Message { get; init; } = "Update queued successfully";
}
