namespace GrainJobs.Projects;

/// <summary>Settings of projects, <c>Projects__*</c>.</summary>
public sealed class ProjectOptions
{
    /// <summary>A running build that nothing was heard of for this long is failed.</summary>
    public TimeSpan GhostBuildTimeout { get; set; } = TimeSpan.FromHours(2);

    /// <summary>Updates per user and project in any hour; 0: no limit. <c>Limits__ProjectUpdatesPerHour</c>.</summary>
    public int UpdatesPerHour { get; set; } = 50;
}
