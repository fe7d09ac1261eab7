using GrainJobs.Builds;
using GrainJobs.Jobs;
using GrainJobs.Leases;

namespace GrainJobs.Projects;

public sealed class ProjectTests : IAsyncLifetime
{
    private ProjectSilo silo = null!;

    public async Task InitializeAsync()
    {
        silo = await ProjectSilo.Start(new() { ["Projects:GhostBuildTimeout"] = "00:00:03" });
        await silo.Project("p").Put(new("A project", "vue"));
    }

    public async Task DisposeAsync() => await silo.DisposeAsync();

    [Fact]
    public async Task A_build_moves_its_project_and_its_job_from_queued_to_deployed()
    {
        var asked = await silo.Ask("p", "make it blue", framework: "svelte");
        (await silo.Find("p")).Should().BeEquivalentTo(new { BuildStatus = ProjectStatus.Queued, CurrentBuildId = (string?)null, Framework = "vue", LatestBuildId = asked.BuildId });

        var report = (await silo.Take(asked.BuildId!))!;
        await silo.Eventually("both phases are written", async () => (await silo.Find("p")).CurrentBuildId == asked.BuildId);
        (await silo.Find("p")).Should().BeEquivalentTo(new { BuildStatus = ProjectStatus.Building, Framework = "svelte", LastBuildCompleted = (DateTimeOffset?)null });
        await silo.Eventually("the job runs", async () => (await silo.Job(asked.JobId!)).Status == JobStatus.Processing);

        (await silo.Report(asked.BuildId!, report)).IsRefused.Should().BeFalse();
        await silo.Eventually("the job has ended", async () => (await silo.Job(asked.JobId!)).Status == JobStatus.Completed);
        var project = await silo.Find("p");
        project.BuildStatus.Should().Be(ProjectStatus.Deployed);
        project.LastBuildCompleted.Should().BeOnOrAfter(project.LastBuildStarted!.Value);
        (await silo.Job(asked.JobId!)).Result.Should().Contain("https://preview.example/");
        (await silo.Builds("p")).Single().Should().BeEquivalentTo(new { Status = ProjectStatus.Deployed, PreviewUrl = "https://preview.example/" + asked.BuildId });
        await silo.Eventually("nothing is left to do", async () => (await silo.Builds("p")).All(build => build.Settled));
    }

    [Fact]
    public async Task A_build_posted_for_the_project_moves_it_when_a_worker_takes_it()
    {
        var (older, posted) = (await silo.Post("p"), await silo.Post("p"));
        (await silo.Find("p")).BuildStatus.Should().BeNull("nobody has taken one");

        var report = (await silo.Take(posted))!;
        await silo.Eventually("both phases are written", async () => (await silo.Find("p")).CurrentBuildId == posted);
        (await silo.Find("p")).BuildStatus.Should().Be(ProjectStatus.Building);
        await silo.Report(posted, report);
        await silo.Eventually("the project is deployed", async () => (await silo.Find("p")).BuildStatus == ProjectStatus.Deployed);
        await silo.Eventually("nothing is left to do", async () => (await silo.Builds("p")).All(build => build.Settled));

        (await silo.Build(older)).Status.Should().Be(BuildStatus.Pending, "a posted build is superseded by none");
        (await silo.Builds("p")).Single().Should().BeEquivalentTo(new { BuildId = posted, JobId = "", Status = ProjectStatus.Deployed });
    }

    [Fact]
    public async Task A_repetition_of_a_failed_build_moves_its_project_again()
    {
        var asked = await silo.Ask("p", "break it");
        var report = (await silo.Take(asked.BuildId!))!;
        await silo.Report(asked.BuildId!, report with { Kind = ReportKind.Fail, Error = "no such module", PreviewUrl = null });
        await silo.Eventually("the project failed", async () => (await silo.Find("p")).BuildStatus == ProjectStatus.Failed);

        var again = await silo.Post("p", original: asked.BuildId);
        await silo.Report(again, (await silo.Take(again))!);

        await silo.Eventually("the project is deployed", async () => (await silo.Find("p")) is { BuildStatus: ProjectStatus.Deployed } project && project.CurrentBuildId == again);
        (await silo.Builds("p"))[0].Should().BeEquivalentTo(new { BuildId = again, Number = 2L, Prompt = "break it" });
    }

    [Fact]
    public async Task A_posted_build_does_not_overtake_an_update_that_waits()
    {
        var (posted, asked) = (await silo.Post("p"), await silo.Ask("p", "newer"));
        var report = (await silo.Take(posted))!;
        await silo.Report(posted, report);
        await silo.Eventually("its metrics are kept", async () => (await silo.Builds("p")).Any(build => build.BuildId == posted && build.Settled));
        (await silo.Find("p")).Should().BeEquivalentTo(new { BuildStatus = ProjectStatus.Queued, LatestBuildId = asked.BuildId });

        await silo.Report(asked.BuildId!, (await silo.Take(asked.BuildId!))!);
        await silo.Eventually("the update is deployed", async () => (await silo.Find("p")) is { BuildStatus: ProjectStatus.Deployed } project && project.CurrentBuildId == asked.BuildId);
    }

    [Fact]
    public async Task A_failed_build_fails_its_project_with_the_cause()
    {
        var asked = await silo.Ask("p", "break it");
        var report = (await silo.Take(asked.BuildId!))!;
        await silo.Report(asked.BuildId!, report with { Kind = ReportKind.Fail, Error = "no such module", PreviewUrl = null });

        await silo.Eventually("the project failed", async () => (await silo.Find("p")).BuildStatus == ProjectStatus.Failed);
        await silo.Eventually("the job failed", async () => (await silo.Job(asked.JobId!)).Status == JobStatus.Error);
        (await silo.Job(asked.JobId!)).Error.Should().Be("no such module");
        (await silo.Builds("p")).Single().FailureStage.Should().Be("user");
    }

    [Fact]
    public async Task A_newer_update_supersedes_a_waiting_build_and_lets_a_running_one_finish_without_a_word()
    {
        var first = await silo.Ask("p", "one");
        var report = (await silo.Take(first.BuildId!))!;
        var second = await silo.Ask("p", "two");
        var third = await silo.Ask("p", "three");

        (await silo.Builds("p")).Select(build => build.Status).Skip(1).First().Should().Be(ProjectStatus.Superseded);
        (await silo.Build(second.BuildId!)).Status.Should().Be(BuildStatus.Cancelled);
        await silo.Eventually("its job is ended", async () => (await silo.Job(second.JobId!)).Status == JobStatus.Cancelled);

        var last = (await silo.Take(third.BuildId!))!;
        await silo.Eventually("the third is current", async () => (await silo.Find("p")).CurrentBuildId == third.BuildId);
        await silo.Report(first.BuildId!, report);
        await silo.Eventually("the first is settled", async () => (await silo.Builds("p"))[^1] is { Settled: true, Status: ProjectStatus.Deployed });
        (await silo.Find("p")).Should().BeEquivalentTo(new { CurrentBuildId = third.BuildId, BuildStatus = ProjectStatus.Building, LastBuildCompleted = (DateTimeOffset?)null });
        await silo.Report(third.BuildId!, last);
        await silo.Eventually("the third is deployed", async () => (await silo.Find("p")).BuildStatus == ProjectStatus.Deployed);
    }

    [Fact]
    public async Task The_same_operation_and_the_same_signature_are_the_same_build_also_when_they_race()
    {
        var racing = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => silo.Ask("p", "again", operation: "op-1")));
        racing.Select(receipt => (receipt.BuildId, receipt.JobId)).Distinct().Should().ContainSingle();

        var signed = new ProjectUpdate { Prompt = "signed", Signatures = ["ab"] };
        var replayed = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => silo.Project("p").Update(signed)));
        replayed.Select(receipt => receipt.Value!.BuildId).Distinct().Should().ContainSingle();
        (await silo.Builds("p")).Should().HaveCount(2);
        (await silo.Database.ScalarAsync<long>("select count(*) from builds")).Should().Be(2);
    }

    [Fact]
    public async Task An_update_of_a_project_nobody_made_is_refused() =>
        (await silo.Project("nobody").Update(new() { Prompt = "x" })).Refusal!.Code.Should().Be(RefusalCode.ProjectNotFound);

    [Fact]
    public async Task A_webhook_into_a_private_network_is_refused_and_nothing_is_queued()
    {
        var refused = await silo.Project("p").Update(new() { Prompt = "x", WebhookUrl = "http://169.254.169.254/latest" });
        refused.Refusal!.Fields.Should().ContainKey("webhookUrl");
        (await silo.Builds("p")).Should().BeEmpty();
    }

    [Fact]
    public async Task The_end_of_a_build_is_announced_by_a_job_of_its_own()
    {
        var asked = (await silo.Project("p").Update(new() { Prompt = "x", WebhookUrl = "https://hooks.example/done" })).Value!;
        await silo.Report(asked.BuildId!, (await silo.Take(asked.BuildId!))!);
        await silo.Eventually("the webhook job exists", async () => (await silo.Grains.GetGrain<IJobDeskGrain>(0).Find(Callback.IdFor(new(asked.JobId!)))) is { Spec.Type: "webhook" });
    }

    [Fact]
    public async Task A_running_build_that_nobody_hears_of_is_failed_by_the_project_and_one_that_waits_is_not()
    {
        var asked = await silo.Ask("p", "ghost");
        (await silo.Take(asked.BuildId!, classic: true)).Should().NotBeNull();
        await silo.Project("q").Put(new(null, null));
        var waiting = await silo.Ask("q", "patient");

        await silo.Eventually("the ghost is failed", async () => (await silo.Find("p")).BuildStatus == ProjectStatus.Failed);
        (await silo.Builds("p")).Single().FailureStage.Should().Be("ghost_build_timeout");
        await silo.Eventually("its build is ended", async () => (await silo.Build(asked.BuildId!)).Status == BuildStatus.Cancelled);
        (await silo.Find("q")).Should().BeEquivalentTo(new { BuildStatus = ProjectStatus.Queued, LatestBuildId = waiting.BuildId });
    }
}
