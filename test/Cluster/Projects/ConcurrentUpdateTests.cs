namespace GrainJobs.Projects;

/// <summary>Many updates of one project at once, its builds taken and ended at random meanwhile, the tables audited at every look.</summary>
public sealed class ConcurrentUpdateTests : IAsyncLifetime
{
    private ProjectSilo silo = null!;

    public async Task InitializeAsync() => silo = await ProjectSilo.Start();

    public async Task DisposeAsync() => await silo.DisposeAsync();

    [Theory]
    [InlineData(5)]
    [InlineData(500)]
    public async Task No_look_at_the_tables_sees_a_violation_and_the_newest_build_ends_current(int updates)
    {
        var project = "p" + updates;
        await silo.Project(project).Put(new(null, null));
        using var over = new CancellationTokenSource();
        var audit = Task.Run(() => silo.Audit(over.Token));

        await Task.WhenAll(Enumerable.Range(0, updates).Select(index => Task.Run(() => UpdateAndWork(project, index))));
        var newest = (await silo.Find(project)).LatestBuildId!;
        await Work(newest);
        await silo.Eventually("the newest build is deployed", async () =>
            await silo.Find(project) is { BuildStatus: ProjectStatus.Deployed } last && last.CurrentBuildId == newest);
        await silo.Eventually("every build is settled", async () => (await silo.Builds(project)).All(build => build.Settled));
        await over.CancelAsync();

        var (violations, looks) = await audit;
        violations.Should().BeEmpty();
        looks.Should().BeGreaterThan(5);
        var builds = await silo.Builds(project);
        builds.Should().HaveCount(updates);
        builds.Select(build => build.Number).Order().Should().Equal(Enumerable.Range(1, updates).Select(number => (long)number));
        silo.Warnings.Should().BeEmpty();
    }

    private async Task UpdateAndWork(string project, int index)
    {
        var asked = await silo.Ask(project, $"update {index}", operation: $"op-{index}");
        if (index % 3 == 0)
        {
            await Work(asked.BuildId!);
        }
    }

    private async Task Work(string build)
    {
        if (await silo.Take(build) is { } report)
        {
            await silo.Report(build, report);
        }
    }
}
