namespace GrainJobs.Projects;

/// <summary>How a build ended, in a project's words.</summary>
internal sealed record BuildEnd(ProjectStatus Status)
{
    /// <summary>With failed only.</summary>
    public string? FailureStage { get; init; }

    public string? Error { get; init; }

    /// <summary>With deployed only.</summary>
    public string? PreviewUrl { get; init; }

    /// <summary>A newer update came while it waited.</summary>
    public static BuildEnd Superseded { get; } = new(ProjectStatus.Superseded) { Error = "A newer update came while it waited" };

    public static BuildEnd Failed(string stage, string error) => new(ProjectStatus.Failed) { FailureStage = stage, Error = error };
}
