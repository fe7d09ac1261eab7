using System.Text;
using GrainJobs.Execution;

namespace GrainJobs.Jobs;

/// <summary>What clients do with jobs: create, feed, patch, repeat, delete.</summary>
public sealed class JobCommandTests(JobSiloFixture fixture) : IClassFixture<JobSiloFixture>
{
    private static readonly JobInput Input = new() { ContentType = "text/plain", Length = 5 };
    private readonly JobSilo silo = fixture.Silo;

    [Fact]
    public async Task Fifty_racing_creations_of_one_id_make_one_job()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(number =>
            silo.Desk.Submit(new() { JobId = "raced", Message = $"m{number}" })));

        answers.Count(answer => answer.Value!.Created).Should().Be(1);
        answers.Select(answer => (answer.Value!.Job.Version, answer.Value.Job.Message)).Distinct().Should().ContainSingle();
        (await silo.Desk.Submit(new() { JobId = "raced", Priority = int.MaxValue })).Value!.Created.Should().BeFalse("an existing id is answered whatever the body");
    }

    [Fact]
    public async Task A_unique_key_is_taken_until_its_job_has_ended()
    {
        JobDraft draft = new() { JobType = "outside", Queue = "unique", UniqueKey = "k" };
        var first = await silo.Submit(draft);

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => silo.Desk.Submit(draft)));

        answers.Should().OnlyContain(answer => !answer.Value!.Created && answer.Value.Job.Id == first.Id);
        (await silo.Submit(draft with { JobType = "other" })).Id.Should().NotBe(first.Id);
        await silo.Job(first.Id.Value).Cancel();
        (await silo.Submit(draft)).Id.Should().NotBe(first.Id);
    }

    [Fact]
    public async Task Input_and_start_are_one_step_and_nobody_gets_the_job_before()
    {
        var job = await silo.Submit(new() { JobType = "outside", Queue = "input", AwaitInput = true });
        (await silo.Lease("input")).Should().BeEmpty();
        (await silo.Desk.Explain(job.Id))!.Kind.Should().Be("input");

        var saved = await silo.Job(job.Id.Value).SaveInput(Input, Encoding.UTF8.GetBytes("hello"));

        saved.Value!.Status.Should().Be(JobStatus.Queued);
        (await silo.Job(job.Id.Value).SaveInput(Input, [])).Refusal!.Code.Should().Be(RefusalCode.InputNotAwaited);
        var grant = await silo.LeaseOne("input");
        Encoding.UTF8.GetString(grant.Input!).Should().Be("hello");
        (await silo.Desk.Input(job.Id)).Should().Equal(grant.Input);
        (await silo.Events(job.Id.Value)).Should().Equal("created", "input_saved", "triggered", "fetched");
    }

    [Fact]
    public async Task Fifty_jobs_whose_input_comes_at_any_time_are_each_leased_once_and_never_without_it()
    {
        string[] ids = [.. Enumerable.Range(0, 50).Select(number => $"race-{number}")];
        await Task.WhenAll(ids.Select(id => silo.Submit(new() { JobId = id, JobType = "outside", Queue = "s0", AwaitInput = true })));
        var saving = Task.WhenAll(ids.OrderBy(id => id.GetHashCode(StringComparison.Ordinal)).Select(async id =>
        {
            await Task.Yield();
            (await silo.Job(id).SaveInput(Input, Encoding.UTF8.GetBytes(id))).IsRefused.Should().BeFalse();
        }));
        var leased = new List<string>();

        await silo.Until("all are leased", async () =>
        {
            foreach (var grant in await silo.Lease("s0", max: 100))
            {
                Encoding.UTF8.GetString(grant.Input!).Should().Be(grant.Job!.Id.Value);
                leased.Add(grant.Job.Id.Value);
            }

            return leased.Count >= 50;
        }, 30);
        await saving;

        leased.Should().BeEquivalentTo(ids);
    }

    [Fact]
    public async Task A_tracked_job_is_what_its_creator_says_and_nobody_leases_it()
    {
        var job = await silo.Submit(new() { JobType = "generic" });
        (job.IsTracked, job.Status).Should().Be((true, JobStatus.Queued));
        var grain = silo.Job(job.Id.Value);

        (await grain.Patch(new() { Progress = 30, Message = "reading" })).Value!.Status.Should().Be(JobStatus.Processing);
        (await silo.Lease("default", max: 10)).Should().BeEmpty();
        (await grain.Patch(new() { Progress = 10 })).Value!.Progress.Should().Be(30);
        (await grain.Patch(new() { Status = JobStatus.Completed, Result = "1" })).Value!.Progress.Should().Be(100);
        (await grain.Patch(new() { Progress = 100 })).Refusal!.Code.Should().Be(RefusalCode.JobFinished);
        (await silo.Find(job.Id.Value)).Version.Should().Be(3, "what changes nothing is no version");
    }

    [Fact]
    public async Task Concurrent_patches_all_count_and_progress_only_rises()
    {
        var job = await silo.Submit(new());

        await Task.WhenAll(Enumerable.Range(1, 100).Select(progress => silo.Job(job.Id.Value).Patch(new() { Progress = progress })));

        (await silo.Find(job.Id.Value)).Progress.Should().Be(100);
        (await silo.Desk.Events(job.Id, 0, 1_000)).Select(each => each.Seq).Should().BeInAscendingOrder().And.OnlyHaveUniqueItems();
    }

    [Fact]
    public async Task A_job_taken_over_is_run_by_the_service()
    {
        var job = await silo.Submit(new() { JobType = "scripted", Tracked = true, Payload = silo.Scripts.Add(_ => Task.FromResult(JobOutcome.Completed("7"))) });

        (await silo.Job(job.Id.Value).TakeOver(Input)).Value!.IsTracked.Should().BeFalse();

        (await silo.Ends(job.Id.Value)).Result.Should().Be("7");
    }

    [Fact]
    public async Task A_file_is_processed_with_every_step_of_its_progress_seen()
    {
        var text = Encoding.UTF8.GetBytes("the quick brown fox jumps over the dog");
        var seen = new SeenJobs();
        var job = await silo.Submit(new() { JobType = "file_processing" });
        job.IsTracked.Should().BeTrue();
        await silo.Watch(seen, job.Id);
        using var content = new MemoryStream(text);
        var file = await silo.Service<Files.IFileStore>().Save(content, 1_000, default);

        await silo.Job(job.Id.Value).TakeOver(new() { ContentType = "text/plain", Length = text.Length, FileId = file.Id.Value, FileName = "fox.txt" });
        var done = await silo.Ends(job.Id.Value);

        done.Result.Should().Contain("\"words\":8").And.Contain(file.Sha256);
        await silo.Until("the end was seen", () => Task.FromResult(seen.All.Any(each => each.Progress == 100)), 5);
        seen.All.Select(each => each.Progress).Distinct().Should().Equal(0, 5, 10, 20, 30, 40, 50, 60, 70, 80, 90, 100);
    }

    [Fact]
    public async Task A_finished_job_is_repeated_as_a_new_one_and_deleted()
    {
        var outcome = new TaskCompletionSource<JobOutcome>();
        var job = await silo.Submit(new() { JobType = "scripted", Deadline = 30, Payload = silo.Scripts.Add(_ => outcome.Task) });
        (await silo.Job(job.Id.Value).Delete()).Refusal?.Code.Should().Be(RefusalCode.JobNotFinished);
        outcome.SetResult(JobOutcome.Completed());
        await silo.Ends(job.Id.Value);
        await silo.Pass(40);

        var again = (await silo.Desk.Retry(job.Id)).Value!.Job;

        again.Spec.OriginalJobId.Should().Be(job.Id);
        (await silo.Ends(again.Id.Value)).Status.Should().Be(JobStatus.Completed, "the deadline counts from the repetition");
        (await silo.Job(job.Id.Value).Delete()).IsRefused.Should().BeFalse();
        (await silo.Desk.Find(job.Id)).Should().BeNull();
        (await silo.Events(job.Id.Value)).Should().BeEmpty();
        (await silo.Job(job.Id.Value).Delete()).Refusal!.Code.Should().Be(RefusalCode.JobNotFound);
        (await silo.Job("never").Cancel()).Refusal!.Code.Should().Be(RefusalCode.JobNotFound);
    }

    [Fact]
    public async Task Log_lines_are_numbered_in_order_and_a_repeated_batch_is_stored_once()
    {
        var job = await silo.Submit(new());
        JobLogLine[] lines = [new(0, default, "info", "a"), new(0, default, "warn", "b")];

        var last = await silo.Job(job.Id.Value).AppendLogs(lines, "key");
        var repeated = await silo.Job(job.Id.Value).AppendLogs(lines, "key");
        await silo.Job(job.Id.Value).AppendLogs([new(0, default, "error", "c")], null);

        (last.Value, repeated.Value).Should().Be((2L, 2L));
        (await silo.Desk.Logs(job.Id, 0, 100)).Select(line => (line.Seq, line.Message)).Should().Equal((1, "a"), (2, "b"), (3, "c"));
    }
}
