namespace GrainJobs.Projects;

/// <summary>Projects in every place, and builds of theirs.</summary>
internal static class ProjectSamples
{
    internal static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    internal static Project Fresh { get; } = ProjectLifecycle.Create(new("p1"), new("One", null), Noon);

    internal static ProjectBuild Ask(Project project, string id, string? framework = null) =>
        ProjectLifecycle.Ask(project, new() { Prompt = "change it", Framework = framework }, id, "job-" + id, Noon);

    /// <summary>The first build was asked for.</summary>
    internal static (Project Project, ProjectBuild Build) Queued(string? framework = null)
    {
        var build = Ask(Fresh, "b1", framework);
        return (ProjectLifecycle.Queue(Fresh, [build], Noon), build);
    }

    /// <summary>All three writes of its start.</summary>
    internal static (Project Project, ProjectBuild Build) Start(Project project, ProjectBuild build, DateTimeOffset now)
    {
        for (var step = ProjectLifecycle.NextStep(project, build); step != StartStep.None; step = ProjectLifecycle.NextStep(project, build))
        {
            (project, build) = Apply(project, build, step, now);
        }

        return (project, build);
    }

    internal static (Project Project, ProjectBuild Build) Apply(Project project, ProjectBuild build, StartStep step, DateTimeOffset now) => step switch
    {
        StartStep.Begin => (ProjectLifecycle.Begin(project, build, now), build),
        StartStep.Metrics => (project, ProjectLifecycle.Started(project, build, now)),
        _ => (ProjectLifecycle.PointTo(project, build), build),
    };

    /// <summary>The checks that the tables carry.</summary>
    internal static void ShouldBeLogical(this Project project)
    {
        if (project is { LastBuildStarted: { } started, LastBuildCompleted: { } completed })
        {
            completed.Should().BeOnOrAfter(started);
        }
    }
}
