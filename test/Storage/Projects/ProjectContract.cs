using GrainJobs.Storage;

namespace GrainJobs.Projects;

/// <summary>What both databases must do alike with projects.</summary>
public abstract class ProjectContract(DatabaseUnderTest database)
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private static int projects;

    private readonly IProjectStore store = database.Storage.Projects;

    [Fact]
    public async Task A_project_and_its_build_read_back_as_they_were_written_through_a_whole_life()
    {
        var (project, build) = await Queued();
        (await store.Find(project.Id)).Should().BeEquivalentTo(project);
        (await store.Unsettled(project.Id, 10)).Should().BeEquivalentTo([build]);

        project = await Written(ProjectLifecycle.Begin(project, build, Noon.AddSeconds(1)), store.Begin);
        build = ProjectLifecycle.Started(project, build, Noon);
        await store.SaveStarted(build);
        project = await Written(ProjectLifecycle.PointTo(project, build), store.PointToCurrent);
        (await store.Find(project.Id)).Should().BeEquivalentTo(project);
        (await store.FindBuild(build.BuildId)).Should().BeEquivalentTo(build);

        build = ProjectLifecycle.End(build, new(ProjectStatus.Deployed) { PreviewUrl = "https://p.example" }, Noon.AddSeconds(9));
        project = ProjectLifecycle.End(project, build)!;
        (await store.End(project, [build])).Should().BeTrue();
        (await store.Find(project.Id)).Should().BeEquivalentTo(project);
        await store.Settle([build]);
        (await store.Unsettled(project.Id, 10)).Should().BeEmpty();
        (await store.Builds(project.Id, null, 10)).Should().BeEquivalentTo([build with { Settled = true }]);
    }

    [Fact]
    public async Task A_write_of_an_overtaken_version_changes_nothing_of_its_transaction()
    {
        var (project, _) = await Queued();
        var late = ProjectLifecycle.Ask(project, new() { Prompt = "late" }, Id("late"), "job", Noon);
        var next = ProjectLifecycle.Queue(project, [late], Noon);
        (await store.Update(project with { Version = project.Version + 1, Name = "meanwhile" })).Should().BeTrue();

        (await store.Queue(next, [late], [new("operation/x", late.BuildId, Noon.AddDays(1))])).Should().BeFalse();

        (await store.FindBuild(late.BuildId)).Should().BeNull();
        (await store.Operations(project.Id, ["operation/x"], Noon)).Should().BeEmpty();
    }

    [Fact]
    public async Task A_completion_before_its_start_is_refused_as_23514()
    {
        var (project, build) = await Queued();
        project = await Written(ProjectLifecycle.Begin(project, build, Noon), store.Begin);

        var wrong = project with { Version = project.Version + 1, BuildStatus = ProjectStatus.Deployed, LastBuildCompleted = Noon.AddSeconds(-1) };
        var refused = await FluentActions.Awaiting(() => store.End(wrong, [])).Should().ThrowAsync<BadRowException>();

        refused.Which.SqlState.Should().Be("23514");
        refused.Which.Message.Should().Contain("projects_build_timing_logical");
        (await store.Find(project.Id)).Should().BeEquivalentTo(project);
    }

    [Fact]
    public async Task A_current_build_without_metrics_is_refused_as_23503()
    {
        var (project, _) = await Queued();
        var refused = await FluentActions.Awaiting(() => store.PointToCurrent(project with { Version = project.Version + 1, CurrentBuildId = "nowhere" }))
            .Should().ThrowAsync<BadRowException>();
        refused.Which.SqlState.Should().Be("23503");
        (await store.Find(project.Id)).Should().BeEquivalentTo(project, "the deferred constraint undid the whole transaction");
    }

    [Fact]
    public async Task A_build_ends_once()
    {
        var (project, build) = await Queued();
        var failed = ProjectLifecycle.End(build, BuildEnd.Failed("build", "broken"), Noon.AddMinutes(1));
        await store.End(null, [failed]);
        await store.End(null, [ProjectLifecycle.End(build, new(ProjectStatus.Deployed), Noon.AddMinutes(2))]);
        await store.SaveStarted(ProjectLifecycle.Started(project, build, Noon));
        (await store.FindBuild(build.BuildId)).Should().BeEquivalentTo(failed);
    }

    [Fact]
    public async Task An_operation_is_known_until_it_expires_and_its_key_is_free_after()
    {
        var (project, build) = await Queued(new ProjectOperation("signature/s", "", Noon.AddSeconds(240)));
        (await store.Operations(project.Id, ["signature/s", "other"], Noon)).Should().BeEquivalentTo([new KnownOperation("signature/s", build.BuildId, build.JobId)]);
        (await store.Operations(project.Id, ["signature/s"], Noon.AddSeconds(240))).Should().BeEmpty();

        var again = ProjectLifecycle.Ask(project, new() { Prompt = "again" }, Id("again"), "job-2", Noon.AddSeconds(300));
        var next = ProjectLifecycle.Queue(project, [again], Noon.AddSeconds(300));
        (await store.Queue(next, [again], [new("signature/s", again.BuildId, Noon.AddSeconds(540))])).Should().BeTrue();
        (await store.Operations(project.Id, ["signature/s"], Noon.AddSeconds(301))).Single().BuildId.Should().Be(again.BuildId);

        await store.Sweep(Noon.AddSeconds(600));
        (await store.Operations(project.Id, ["signature/s"], Noon.AddSeconds(301))).Should().BeEmpty();
    }

    [Fact]
    public async Task Lists_go_page_by_page_and_unsettled_projects_are_found()
    {
        var (project, first) = await Queued();
        var second = ProjectLifecycle.Ask(project, new() { Prompt = "two", UserId = "ann" }, Id("two"), "job-two", Noon.AddMinutes(1));
        await store.Queue(ProjectLifecycle.Queue(project, [second], Noon), [second], []);

        (await store.Builds(project.Id, null, 1)).Single().BuildId.Should().Be(second.BuildId);
        (await store.Builds(project.Id, second.Number, 5)).Single().BuildId.Should().Be(first.BuildId);
        (await store.Accepted(project.Id, Noon)).Should().BeEquivalentTo([new AcceptedUpdate("ann", Noon.AddMinutes(1))]);
        (await store.WithUnsettled("", 1_000)).Should().Contain(project.Id).And.OnlyHaveUniqueItems();
        (await store.WithUnsettled(project.Id.Value, 1_000)).Should().NotContain(project.Id);
        var all = await store.List(null, 500);
        all.Should().Contain(each => each.Id == project.Id);
        (await store.List(new(all[0].CreatedAt, all[0].Id.Value), 500)).Should().NotContain(each => each.Id == all[0].Id);
    }

    [Fact]
    public async Task Metrics_go_after_their_time_except_where_the_project_points()
    {
        var (project, first) = await Queued();
        var builds = Enumerable.Range(0, 4).Select(place => ProjectLifecycle.Ask(
            project with { Builds = project.Builds + place }, new() { Prompt = "more" }, Id("b"), "job", Noon)).ToArray();
        project = ProjectLifecycle.Queue(project, builds, Noon);
        (await store.Queue(project, builds, [])).Should().BeTrue();
        ProjectBuild[] ended =
        [
            ProjectLifecycle.End(first, BuildEnd.Superseded, Noon),
            ProjectLifecycle.End(builds[0], new(ProjectStatus.Deployed), Noon),
            ProjectLifecycle.End(builds[1], BuildEnd.Failed("build", "no"), Noon),
            ProjectLifecycle.End(builds[2], BuildEnd.Superseded, Noon.AddDays(1)),
            ProjectLifecycle.End(builds[3], new(ProjectStatus.Deployed), Noon),
        ];
        (await store.End(null, ended)).Should().BeTrue();
        await store.Settle([.. ended.Where(build => build != ended[1])]);

        await store.Retire(Noon.AddSeconds(1), Noon, 1_000);
        (await store.Builds(project.Id, null, 10)).Select(build => build.BuildId).Should().BeEquivalentTo(
            [ended[1].BuildId, ended[2].BuildId, ended[3].BuildId, ended[4].BuildId],
            "one is not settled, failed ones are kept longer, one is younger, and one is the latest of its project");

        await store.Settle([ended[1]]);
        await store.Retire(Noon.AddDays(2), Noon.AddSeconds(1), 1_000);
        (await store.Builds(project.Id, null, 10)).Select(build => build.BuildId).Should().Equal(ended[4].BuildId);
    }

    [Fact]
    public async Task Of_racing_creations_one_is_written()
    {
        var fresh = Fresh();
        var written = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => store.Insert(fresh)));
        written.Count(each => each).Should().Be(1);
    }

    private static string Id(string name) => $"{name}-{Interlocked.Increment(ref projects)}";

    private static Project Fresh() => ProjectLifecycle.Create(new(Id("p")), new("One", "vue"), Noon);

    private async Task<(Project Project, ProjectBuild Build)> Queued(params IReadOnlyList<ProjectOperation> operations)
    {
        var fresh = Fresh();
        (await store.Insert(fresh)).Should().BeTrue();
        var build = ProjectLifecycle.Ask(
            fresh,
            new() { Prompt = "change it", UserId = "eve", Framework = "react", WebhookUrl = "https://hooks.example" },
            Id("b"),
            Id("j"),
            Noon);
        var project = ProjectLifecycle.Queue(fresh, [build], Noon);
        (await store.Queue(project, [build], [.. operations.Select(operation => operation with { BuildId = build.BuildId })])).Should().BeTrue();
        return (project, build);
    }

    private static async Task<Project> Written(Project next, Func<Project, Task<bool>> write)
    {
        (await write(next)).Should().BeTrue();
        return next;
    }
}
