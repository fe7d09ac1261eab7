using System.Diagnostics;
using GrainJobs.Jobs;

namespace GrainJobs.Projects;

/// <summary>The database refuses each write of a build's life, by triggers that raise the very SQLSTATE.</summary>
public sealed class ConstraintTests : IAsyncLifetime
{
    private static readonly Dictionary<string, string> Places = new()
    {
        ["begin"] = "before update on projects for each row when (new.build_status = 'building' and old.build_status <> 'building')",
        ["metrics"] = "before insert on project_build_metrics for each row when (new.status = 'building')",
        ["current build"] = "before update on projects for each row when (new.current_build_id is distinct from old.current_build_id)",
        ["end"] = "before update on projects for each row when (new.build_status in ('deployed', 'failed') and old.build_status = 'building')",
    };

    private ProjectSilo silo = null!;

    public async Task InitializeAsync()
    {
        silo = await ProjectSilo.Start();
        await silo.Project("p").Put(new(null, null));
    }

    public async Task DisposeAsync() => await silo.DisposeAsync();

    [Theory]
    [InlineData("begin", "23514")]
    [InlineData("begin", "23503")]
    [InlineData("metrics", "23514")]
    [InlineData("metrics", "23503")]
    [InlineData("current build", "23514")]
    [InlineData("current build", "23503")]
    [InlineData("end", "23514")]
    [InlineData("end", "23503")]
    public async Task A_write_refused_twice_is_tried_a_third_time_after_100_and_200_ms_and_each_is_logged(string place, string state)
    {
        await Inject(place, state, times: 2);
        var began = Stopwatch.GetTimestamp();

        var asked = await silo.Ask("p", "x");
        await silo.Report(asked.BuildId!, (await silo.Take(asked.BuildId!))!);

        await silo.Eventually("it is deployed all the same", async () => await silo.Find("p") is { BuildStatus: ProjectStatus.Deployed } last && last.CurrentBuildId == asked.BuildId);
        Stopwatch.GetElapsedTime(began).Should().BeGreaterThan(TimeSpan.FromMilliseconds(290));
        silo.Warnings.Should().HaveCount(2).And.OnlyContain(line => line.Contains($"the write {place} was refused", StringComparison.Ordinal) && line.Contains(state, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("begin", "start")]
    [InlineData("metrics", "metrics")]
    [InlineData("current build", "start")]
    public async Task A_start_that_is_always_refused_fails_the_project_after_three_attempts_and_leaves_nothing_in_progress(string place, string stage)
    {
        await Inject(place, "23514", times: 1_000_000);

        var asked = await silo.Ask("p", "x");
        await silo.Take(asked.BuildId!);

        await silo.Eventually("the project failed", async () => (await silo.Find("p")).BuildStatus == ProjectStatus.Failed);
        await silo.Eventually("the job failed", async () => (await silo.Job(asked.JobId!)).Status == JobStatus.Error);
        (await silo.Find("p")).CurrentBuildId.Should().BeNull("phase 2 did not happen");
        (await silo.Builds("p")).Single().FailureStage.Should().Be(stage);
        silo.Warnings.Count(line => line.Contains($"the write {place} was refused", StringComparison.Ordinal)).Should().Be(3);
        silo.Warnings.Should().ContainSingle(line => line.Contains("the project fails", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("begin")]
    [InlineData("metrics")]
    [InlineData("current build")]
    [InlineData("end")]
    public async Task A_crash_at_any_write_is_healed_without_anybody_asking(string place)
    {
        // An internal error of the database is no constraint: it surfaces, and the activation goes with its memory.
        await Inject(place, "XX000", times: 1);

        var asked = await silo.Ask("p", "x");
        await silo.Report(asked.BuildId!, (await silo.Take(asked.BuildId!))!);

        await silo.Eventually("it is deployed all the same", async () => await silo.Find("p") is { BuildStatus: ProjectStatus.Deployed } last && last.CurrentBuildId == asked.BuildId);
        await silo.Eventually("the job has ended", async () => (await silo.Job(asked.JobId!)).Status == JobStatus.Completed);
        silo.Warnings.Should().NotContain(line => line.Contains("was refused on attempt", StringComparison.Ordinal), "only constraints are tried again in place");
    }

    /// <summary>Refuses the first writes at a place. The count is a sequence: it survives the roll-back of what it refuses.</summary>
    private async Task Inject(string place, string state, int times)
    {
        await silo.Database.ExecuteAsync("create sequence refusals");
        await silo.Database.ExecuteAsync($"""
            create function refuse() returns trigger language plpgsql as $$
            begin
                if nextval('refusals') <= {times} then
                    raise exception 'refused by the test' using errcode = '{state}';
                end if;
                return new;
            end $$
            """);
        await silo.Database.ExecuteAsync($"create trigger refusing {Places[place]} execute function refuse()");
    }
}
