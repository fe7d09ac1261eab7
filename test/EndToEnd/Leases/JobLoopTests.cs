using System.Collections.Concurrent;
using GrainJobs.Http;
using GrainJobs.Jobs;
using GrainJobs.Processes;
using GrainJobs.Time;

namespace GrainJobs.Leases;

/// <summary>The worker loop of the .NET client against a real server.</summary>
public sealed class JobLoopTests(EmbeddedGateway gateway) : IClassFixture<EmbeddedGateway>
{
    private GrainJobsClient Client => gateway.Client;

    [Fact]
    public async Task Every_job_is_run_once_and_ends_as_its_handler_says()
    {
        string queue = JobsClientTests.NewId();
        ConcurrentDictionary<string, int> runs = new();
        await Client.Jobs.SubmitManyAsync([.. Enumerable.Range(0, 60).Select(i => new NewJob { JobId = $"{queue}-{i}", JobType = "outside", Queue = queue, MaxAttempts = 1 })]);

        await RunAsync(queue, 8, run =>
        {
            runs.AddOrUpdate(run.Job.JobId, 1, (_, count) => count + 1);
            return Task.FromResult<RunOutcome>((int.Parse(run.Job.JobId.Split('-')[^1]) % 3) switch
            {
                0 => new RunOutcome.Completed(),
                1 => new RunOutcome.Skipped("gone"),
                _ => throw new InvalidOperationException("broken"),
            });
        }, () => AllFinishedAsync(queue, 60));

        runs.Should().HaveCount(60).And.OnlyContain(run => run.Value == 1);
        List<JobSnapshot> jobs = await ListAsync(queue);
        jobs.Count(job => job is { Status: "completed", Skipped: false }).Should().Be(20);
        jobs.Count(job => job is { Status: "completed", Skipped: true }).Should().Be(20);
        jobs.Where(job => job.Status == "error").Should().HaveCount(20).And.OnlyContain(job => job.Error!.Contains("broken"));
    }

    [Fact]
    public async Task A_cancelled_job_is_stopped_by_the_heartbeat()
    {
        string queue = JobsClientTests.NewId();
        string id = (await Client.Jobs.SubmitAsync(new NewJob { JobType = "outside", Queue = queue })).JobId;
        TaskCompletionSource began = new();
        bool stopped = false;

        await RunAsync(queue, 1, async run =>
        {
            began.SetResult();
            await Task.Delay(Timeout.Infinite, run.Stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            stopped = true;
            throw new OperationCanceledException(run.Stop);
        }, async () =>
        {
            await began.Task;
            await Client.Jobs.CancelAsync(id);
            await Client.Jobs.WaitAsync(id, TimeSpan.FromSeconds(40));
        });

        stopped.Should().BeTrue();
        (await Client.Jobs.GetAsync(id)).Status.Should().Be("cancelled");
    }

    [Fact]
    public async Task What_is_unfinished_at_the_stop_goes_back_and_burns_no_attempt()
    {
        string queue = JobsClientTests.NewId();
        string id = (await Client.Jobs.SubmitAsync(new NewJob { JobType = "outside", Queue = queue, MaxAttempts = 1 })).JobId;
        TaskCompletionSource began = new();

        await RunAsync(queue, 1, async run =>
        {
            began.TrySetResult();
            await Task.Delay(Timeout.Infinite, run.Stop);
            return new RunOutcome.Completed();
        }, () => began.Task);

        (await Client.Jobs.GetAsync(id)).Status.Should().Be("queued");
        await RunAsync(queue, 1, _ => Task.FromResult<RunOutcome>(new RunOutcome.Completed()), () => AllFinishedAsync(queue, 1));
        (await Client.Jobs.GetAsync(id)).Status.Should().Be("completed");
    }

    [Fact]
    public async Task A_short_lease_is_kept_from_its_first_second_on()
    {
        using ScratchFolder folder = new();
        ServerOptions options = new() { DataFolder = folder.Path, Settings = new Dictionary<string, string?> { ["Leases__Duration"] = "00:00:02" } };
        await using ServerProcess server = ServerProcess.Gateway("short-leases", options);
        await server.ReadyAsync();
        using GrainJobsClient client = EmbeddedGateway.Connect(server, TimeSpan.FromSeconds(30));
        string id = (await client.Jobs.SubmitAsync(new NewJob { JobType = "outside", Queue = "short", MaxAttempts = 1 })).JobId;
        int runs = 0;

        using CancellationTokenSource stop = new();
        Task loop = new JobLoop(client, new() { Queue = "short", WorkerId = "w-short" }, async run =>
        {
            runs++;
            await Task.Delay(TimeSpan.FromSeconds(6), TimeProvider.System, run.Stop);
            return new RunOutcome.Completed();
        }).RunAsync(stop.Token);
        JobSnapshot ended = await client.Jobs.WaitAsync(id, TimeSpan.FromSeconds(40));
        await stop.CancelAsync();
        await loop.WaitAsync(TimeSpan.FromSeconds(30));

        (ended.Status, runs).Should().Be(("completed", 1));
    }

    [Fact]
    public async Task A_report_under_a_lease_that_is_over_is_refused_as_lost()
    {
        string queue = JobsClientTests.NewId();
        await Client.Jobs.SubmitAsync(new NewJob { JobType = "outside", Queue = queue });
        LeasedJob leased = (await Client.Leases.LeaseAsync(queue, "w-" + queue, 1, TimeSpan.FromSeconds(5))).Single();

        await Client.Leases.ReleaseAsync(leased.LeaseToken);
        GatewayException refusal = (await FluentActions.Awaiting(() => Client.Leases.CompleteAsync(leased.LeaseToken)).Should().ThrowAsync<GatewayException>()).Which;

        (refusal.Status, refusal.Code, refusal.IsLeaseLost).Should().Be((409, "lease_lost", true));
    }

    private async Task RunAsync(string queue, int concurrency, Func<JobRun, Task<RunOutcome>> handler, Func<Task> until)
    {
        using CancellationTokenSource stop = new();
        JobLoopOptions options = new() { Queue = queue, WorkerId = "w-" + queue, Concurrency = concurrency, DrainLimit = TimeSpan.FromMilliseconds(200) };
        Task loop = new JobLoop(Client, options, handler).RunAsync(stop.Token);
        await until().WaitAsync(TimeSpan.FromSeconds(60));
        await stop.CancelAsync();
        await loop.WaitAsync(TimeSpan.FromSeconds(30));
    }

    private Task AllFinishedAsync(string queue, int count)
        => Eventually.BeTrue($"{count} jobs of {queue} are finished", async () => (await ListAsync(queue)).Count(job => job.IsFinished) == count, TimeSpan.FromSeconds(60));

    private async Task<List<JobSnapshot>> ListAsync(string queue)
    {
        List<JobSnapshot> jobs = [];
        await foreach (JobSnapshot job in Client.Jobs.ListAllAsync(new JobSearch { Queue = queue, Limit = 100 }))
        {
            jobs.Add(job);
        }

        return jobs;
    }
}
