using GrainJobs.Jobs;
using GrainJobs.Processes;

namespace GrainJobs.Http;

/// <summary>Lease requests that wait, and a server that stops under them.</summary>
public sealed class ParkingTests(EmbeddedGateway gateway) : IClassFixture<EmbeddedGateway>
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Many_waiters_share_what_comes_one_by_one_and_each_job_goes_to_one()
    {
        using HttpCaller caller = gateway.Server.Caller();
        Task<Answer>[] waiters = [.. Enumerable.Range(0, 40).Select(n => LeaseAsync(caller, "shared", $"w{n}", 1, 25))];
        for (int job = 0; job < 40; job++)
        {
            (await caller.PostAsync("/api/jobs", new { queue = "shared", jobType = "t" })).Expect(201);
        }

        Answer[] answers = await Task.WhenAll(waiters).WaitAsync(Limit);

        string[] leased = [.. answers.SelectMany(Jobs)];
        leased.Should().HaveCount(40).And.OnlyHaveUniqueItems();
    }

    [Fact]
    public async Task A_full_worker_that_waits_does_not_keep_work_from_the_others()
    {
        using HttpCaller caller = gateway.Server.Caller();
        await caller.PostAsync("/api/jobs", new { queue = "full", jobType = "t" });
        Jobs((await LeaseAsync(caller, "full", "full-worker", 1, 0)).Expect(200)).Should().ContainSingle();
        Task<Answer>[] busy = [.. Enumerable.Range(0, 20).Select(_ => LeaseAsync(caller, "full", "full-worker", 1, 4))];
        Task<Answer> free = LeaseAsync(caller, "full", "free-worker", 1, 25);
        await caller.PostAsync("/api/jobs", new { queue = "full", jobType = "t" });

        Jobs(await free.WaitAsync(Limit)).Should().ContainSingle();
        (await Task.WhenAll(busy).WaitAsync(Limit)).SelectMany(Jobs).Should().BeEmpty("it holds as much as its capacity");
    }

    [Fact]
    public async Task A_waiter_that_hung_up_takes_nothing_with_it()
    {
        using HttpCaller caller = gateway.Server.Caller();
        using (HttpCaller impatient = new(gateway.Server.Address, ServerOptions.AdminKey, TimeSpan.FromSeconds(1)))
        {
            await ((Func<Task>)(() => LeaseAsync(impatient, "left", "gone", 1, 20))).Should().ThrowAsync<OperationCanceledException>();
        }

        Task<Answer> staying = LeaseAsync(caller, "left", "stays", 1, 25);
        await caller.PostAsync("/api/jobs", new { queue = "left", jobType = "t" });

        Jobs(await staying.WaitAsync(Limit)).Should().ContainSingle();
    }

    [Fact]
    public async Task Racing_requests_with_one_idempotency_key_make_one_job()
    {
        using HttpCaller caller = gateway.Server.Caller();
        Answer[] answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ =>
            caller.PostAsync("/api/jobs", new { queue = "once" }, ("Idempotency-Key", "one-key"))));
        Answer late = await caller.PostAsync("/api/jobs", new { queue = "once" }, ("Idempotency-Key", "one-key"));

        answers.Should().OnlyContain(answer => answer.Status == 201 || answer.Status == 409);
        answers.Where(answer => answer.Status == 409).Should().OnlyContain(answer => answer.Headers.RetryAfter != null);
        answers.Where(answer => answer.Status == 201).Append(late).Select(answer => answer.Value("jobId")).Distinct().Should().ContainSingle();
        (await caller.GetAsync("/api/queues/once")).Expect(200).Value("counts.queued").Should().Be("1");
    }

    [Fact]
    public async Task A_server_told_to_stop_answers_those_who_wait_and_ends_at_once()
    {
        using ScratchFolder folder = new();
        await using ServerProcess server = await ServerProcess.Gateway("stopping", new() { DataFolder = folder.Path }).ReadyAsync();
        using HttpCaller caller = server.Caller();
        string id = (await caller.PostAsync("/api/jobs", new { tracked = true })).Expect(201).Value("jobId")!;
        Task<Answer> lease = LeaseAsync(caller, "stop", "w", 1, 30);
        Task<Answer> poll = caller.GetAsync($"/api/jobs/{id}?wait=30");
        Task<string> stream = caller.Http.GetStringAsync(new Uri($"/api/jobs/{id}/stream", UriKind.Relative));
        (await caller.GetAsync($"/api/jobs/{id}?wait=0.5")).Expect(200);

        (await server.StopAsync(TimeSpan.FromSeconds(15))).Should().Be(0);
        Jobs((await lease.WaitAsync(Limit)).Expect(200)).Should().BeEmpty();
        (await poll.WaitAsync(Limit)).Expect(200);
        (await stream.WaitAsync(Limit)).Should().Contain("\"version\":1");
    }

    private static Task<Answer> LeaseAsync(HttpCaller caller, string queue, string workerId, int max, int wait) =>
        caller.PostAsync($"/api/queues/{queue}/lease", new { workerId, max, wait });

    private static IEnumerable<string> Jobs(Answer answer) =>
        answer["leases"]!.AsArray().Select(lease => lease!["jobId"]!.ToString());
}
