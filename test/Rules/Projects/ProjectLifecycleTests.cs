using CsCheck;
using static GrainJobs.Projects.ProjectSamples;

namespace GrainJobs.Projects;

public sealed class ProjectLifecycleTests
{
    private static readonly DateTimeOffset Later = Noon.AddMinutes(1);

    [Fact]
    public void A_start_is_the_project_without_the_build_then_the_metrics_then_the_build_alone()
    {
        var (project, build) = Queued();

        ProjectLifecycle.NextStep(project, build).Should().Be(StartStep.Begin);
        var begun = ProjectLifecycle.Begin(project, build, Later);
        begun.Should().BeEquivalentTo(project with
        {
            Version = project.Version + 1, BuildStatus = ProjectStatus.Building, LastBuildStarted = Later, LastBuildCompleted = null, UpdatedAt = Later,
        });
        begun.CurrentBuildId.Should().BeNull();

        ProjectLifecycle.NextStep(begun, build).Should().Be(StartStep.Metrics);
        var started = ProjectLifecycle.Started(begun, build, Later.AddSeconds(5));
        started.StartedAt.Should().Be(Later, "it began with its project");

        ProjectLifecycle.NextStep(begun, started).Should().Be(StartStep.Point);
        var pointing = ProjectLifecycle.PointTo(begun, started);
        pointing.Should().BeEquivalentTo(begun with { Version = begun.Version + 1, CurrentBuildId = "b1" });
        ProjectLifecycle.NextStep(pointing, started).Should().Be(StartStep.None);
    }

    [Fact]
    public void The_framework_changes_only_when_the_update_names_one()
    {
        var (unnamed, build) = Queued();
        ProjectLifecycle.Begin(unnamed with { Framework = "vue" }, build, Later).Framework.Should().Be("vue");
        var (named, other) = Queued("svelte");
        ProjectLifecycle.Begin(named with { Framework = "vue" }, other, Later).Framework.Should().Be("svelte");
    }

    [Fact]
    public void A_build_that_is_no_longer_the_newest_writes_its_metrics_and_nothing_else()
    {
        var (project, old) = Queued();
        var newer = Ask(project, "b2");
        project = ProjectLifecycle.Queue(project, [newer], Later);

        ProjectLifecycle.NextStep(project, old).Should().Be(StartStep.Metrics);
        var started = ProjectLifecycle.Started(project, old, Later);
        ProjectLifecycle.NextStep(project, started).Should().Be(StartStep.None);
        ProjectLifecycle.End(project, ProjectLifecycle.End(started, new(ProjectStatus.Deployed), Later)).Should().BeNull();
    }

    [Fact]
    public void Waiting_builds_give_way_to_the_newest_and_running_ones_do_not()
    {
        var (project, first) = Queued();
        (project, first) = Start(project, first, Later);
        var second = Ask(project, "b2");
        project = ProjectLifecycle.Queue(project, [second], Later);
        var third = Ask(project, "b3");
        project = ProjectLifecycle.Queue(project, [third], Later);

        ProjectLifecycle.Overtaken(project, [first, second, third]).Should().Equal(second);
        project.BuildStatus.Should().Be(ProjectStatus.Queued);
        project.CurrentBuildId.Should().Be("b1", "the newest that was begun stays current until a newer one begins");
    }

    [Theory]
    [InlineData(ProjectStatus.Deployed)]
    [InlineData(ProjectStatus.Failed)]
    [InlineData(ProjectStatus.Canceled)]
    public void The_newest_build_ends_the_project(ProjectStatus status)
    {
        var (project, build) = Queued();
        (project, build) = Start(project, build, Later);

        var ended = ProjectLifecycle.End(build, new(status), Later.AddSeconds(90));

        ended.Duration.Should().Be(TimeSpan.FromSeconds(90));
        ended.FailureStage.Should().Be(status == ProjectStatus.Failed ? "build" : null);
        ProjectLifecycle.End(project, ended).Should().BeEquivalentTo(new { BuildStatus = (ProjectStatus?)status, LastBuildCompleted = (DateTimeOffset?)ended.CompletedAt });
    }

    [Fact]
    public void An_end_happens_once()
    {
        var (_, build) = Start(Queued().Project, Queued().Build, Later);
        var ended = ProjectLifecycle.End(build, new(ProjectStatus.Deployed), Later);

        ProjectLifecycle.End(ended, BuildEnd.Failed("build", "late"), Later.AddHours(1)).Should().Be(ended);
        ProjectLifecycle.NextStep(Queued().Project, ended).Should().Be(StartStep.None);
    }

    [Fact]
    public void An_end_by_a_clock_that_is_behind_is_not_before_its_beginning()
    {
        var (project, build) = Queued();
        (project, build) = Start(project, build, Later);

        var ended = ProjectLifecycle.End(build, new(ProjectStatus.Deployed), Later.AddSeconds(-30));

        ended.CompletedAt.Should().Be(Later);
        ProjectLifecycle.End(project, ended)!.ShouldBeLogical();
    }

    [Fact]
    public void Only_a_running_build_that_nobody_hears_of_is_a_ghost()
    {
        var limit = TimeSpan.FromHours(2);
        var (project, build) = Queued();
        ProjectLifecycle.IsGhost(build, null, limit, Noon.AddDays(9)).Should().BeFalse("it waits for a worker");
        (_, build) = Start(project, build, Noon);
        ProjectLifecycle.IsGhost(build, null, limit, Noon + limit).Should().BeFalse();
        ProjectLifecycle.IsGhost(build, null, limit, Noon + limit + TimeSpan.FromTicks(1)).Should().BeTrue();
        ProjectLifecycle.IsGhost(build, Noon.AddHours(1), limit, Noon.AddHours(3)).Should().BeFalse("it was heard of an hour later");
    }

    [Fact]
    public void Saying_the_same_again_changes_nothing()
    {
        ProjectLifecycle.Change(Fresh, new("One", null), Later).Should().BeSameAs(Fresh);
        ProjectLifecycle.Change(Fresh, new(null, "vue"), Later).Should().BeEquivalentTo(new { Name = "One", Framework = "vue", Version = 2L, UpdatedAt = Later });
    }

    /// <summary>Updates, starts, ends and crashes between any two writes, by clocks that disagree: the laws of the tables always hold.</summary>
    [Fact]
    public void No_order_of_events_breaks_a_law_or_lets_an_older_build_overwrite_a_newer_one() =>
        Gen.Select(Gen.Int[0, 3], Gen.Int[0, 9], Gen.Int[-90, 90]).Array[1, 60].Sample(events =>
        {
            var (project, builds) = (Fresh, new List<ProjectBuild>());
            foreach (var (kind, place, seconds) in events)
            {
                var now = Noon.AddSeconds(seconds);
                var newest = builds.Count == 0 ? null : builds[^1];
                (project, builds) = Happen(project, builds, kind, place, now);
                project.ShouldBeLogical();
                if (project.CurrentBuildId is { } current)
                {
                    builds.Single(build => build.BuildId == current).StartedAt.Should().NotBeNull("the metrics row comes before the pointer");
                }

                if (newest is { IsFinished: true } && project.LatestBuildId == newest.BuildId)
                {
                    project.BuildStatus.Should().Be(newest.Status, "nothing but its own end speaks for the newest build");
                }
            }
        });

    private static (Project Project, List<ProjectBuild> Builds) Happen(Project project, List<ProjectBuild> builds, int kind, int place, DateTimeOffset now)
    {
        if (kind == 0 || builds.Count == 0)
        {
            var asked = Ask(project, "b" + (project.Builds + 1));
            return (ProjectLifecycle.Queue(project, [asked], now), [.. builds, asked]);
        }

        var index = place % builds.Count;
        var build = builds[index];
        if (kind is 1 or 2)
        {
            // A single step: the crash comes after it.
            var step = ProjectLifecycle.NextStep(project, build);
            (project, builds[index]) = step == StartStep.None ? (project, build) : Apply(project, build, step, now);
            return (project, builds);
        }

        var ended = ProjectLifecycle.End(build, new(place % 2 == 0 ? ProjectStatus.Deployed : ProjectStatus.Failed), now);
        builds[index] = ended;
        return (build.IsFinished ? project : ProjectLifecycle.End(project, ended) ?? project, builds);
    }
}
