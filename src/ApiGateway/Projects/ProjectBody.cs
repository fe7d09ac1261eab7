namespace GrainJobs.Projects;

/// <summary>What is said of a project; absent fields stay as they are.</summary>
internal sealed record ProjectBody
{
    public string? Name { get; init; }

    /// <summary>react, nextjs, vue or svelte.</summary>
    public string? Framework { get; init; }
}
