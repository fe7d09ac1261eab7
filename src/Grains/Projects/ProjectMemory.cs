namespace GrainJobs.Projects;

/// <summary>The grain's copy of its rows: what was committed, and what is still to do. Thrown away after any failure.</summary>
internal sealed class ProjectMemory(Project project, IEnumerable<ProjectBuild> unsettled, UpdateLimit limit)
{
    private readonly Dictionary<string, ProjectBuild> builds = unsettled.ToDictionary(build => build.BuildId);

    public Project Project { get; set; } = project;

    public UpdateLimit Limit { get; } = limit;

    /// <summary>Builds known to exist with their jobs.</summary>
    public HashSet<string> Submitted { get; } = [];

    /// <summary>Builds whose start the database refuses: not tried again by this activation.</summary>
    public HashSet<string> GaveUp { get; } = [];

    /// <summary>In order of number.</summary>
    public ProjectBuild[] Unsettled => [.. builds.Values.OrderBy(build => build.Number)];

    public ProjectBuild? Find(string buildId) => builds.GetValueOrDefault(buildId);

    public void Keep(ProjectBuild build) => builds[build.BuildId] = build;

    public void Settle(ProjectBuild build)
    {
        builds.Remove(build.BuildId);
        Submitted.Remove(build.BuildId);
        GaveUp.Remove(build.BuildId);
    }
}
