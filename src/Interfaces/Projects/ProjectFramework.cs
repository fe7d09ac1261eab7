namespace GrainJobs.Projects;

/// <summary>What a project is written in.</summary>
public static class ProjectFramework
{
    /// <summary>All of them.</summary>
    public static readonly IReadOnlyList<string> All = ["react", "nextjs", "vue", "svelte"];

    public static bool IsKnown(string? name) => name is not null && All.Contains(name);
}
