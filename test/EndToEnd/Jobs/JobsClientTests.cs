using System.Text.Json;
using GrainJobs.Http;
using GrainJobs.Processes;
using GrainJobs.Time;

namespace GrainJobs.Jobs;

/// <summary>The .NET client against a real server.</summary>
public sealed class JobsClientTests(EmbeddedGateway gateway) : IClassFixture<EmbeddedGateway>
{
    private JobsClient Jobs => gateway.Client.Jobs;

    [Fact]
    public async Task A_submitted_job_is_read_back_and_a_second_submission_changes_nothing()
    {
        string id = NewId();

        JobSnapshot made = await Jobs.SubmitAsync(new NewJob { JobId = id, Message = "first", Metadata = Json("""{"a":1}""") });
        JobSnapshot again = await Jobs.SubmitAsync(new NewJob { JobId = id, Message = "second" });
        JobSnapshot read = await Jobs.GetAsync(id);

        made.AccessToken.Should().NotBeNullOrEmpty();
        (again.Message, read.Message, read.Status, read.Tracked).Should().Be(("first", "first", "queued", true));
        read.Metadata!.Value.GetProperty("a").GetInt32().Should().Be(1);
    }

    [Fact]
    public async Task The_same_idempotency_key_gives_the_same_job()
    {
        string key = NewId();

        string first = (await Jobs.SubmitAsync(new NewJob(), key)).JobId;
        string second = (await Jobs.SubmitAsync(new NewJob(), key)).JobId;
        string other = (await Jobs.SubmitAsync(new NewJob())).JobId;

        second.Should().Be(first).And.NotBe(other);
    }

    [Fact]
    public async Task A_watch_brings_every_version_in_order_and_ends_with_the_terminal_one()
    {
        string id = (await Jobs.SubmitAsync(new NewJob())).JobId;
        List<JobSnapshot> seen = [];
        Task watch = Task.Run(async () =>
        {
            await foreach (JobSnapshot job in Jobs.WatchAsync(id))
            {
                lock (seen)
                {
                    seen.Add(job);
                }
            }
        });
        await Eventually.BeTrue("the watch has begun", () => Count(seen) > 0);

        foreach (int percent in (int[])[20, 40, 60])
        {
            await Jobs.UpdateAsync(id, new JobUpdate { Status = "processing", Progress = percent });
        }

        await Jobs.UpdateAsync(id, new JobUpdate { Status = "completed", Result = Json("""{"made":true}""") });
        await watch.WaitAsync(TimeSpan.FromSeconds(20));

        seen.Select(job => job.Version).Should().BeInAscendingOrder().And.OnlyHaveUniqueItems();
        seen.Select(job => job.Progress).Should().ContainInOrder(20, 40, 60);
        seen[^1].Should().Match<JobSnapshot>(job => job.Status == "completed" && job.Result!.Value.GetProperty("made").GetBoolean());
    }

    [Fact]
    public async Task A_wait_ends_when_the_job_does_and_otherwise_at_its_limit()
    {
        string id = (await Jobs.SubmitAsync(new NewJob())).JobId;

        await FluentActions.Awaiting(() => Jobs.WaitAsync(id, TimeSpan.FromSeconds(1))).Should().ThrowAsync<TimeoutException>();
        Task<JobSnapshot> wait = Jobs.WaitAsync(id, TimeSpan.FromSeconds(30));
        await Jobs.UpdateAsync(id, new JobUpdate { Status = "error", Error = "why" });

        (await wait).Error.Should().Be("why");
    }

    [Fact]
    public async Task A_refusal_is_typed()
    {
        GatewayException unknown = (await FluentActions.Awaiting(() => Jobs.GetAsync("no-such-job")).Should().ThrowAsync<GatewayException>()).Which;
        GatewayException invalid = (await FluentActions.Awaiting(() => Jobs.SubmitAsync(new NewJob { JobId = "not valid!" })).Should().ThrowAsync<GatewayException>()).Which;
        using GrainJobsClient stranger = gateway.Connect(TimeSpan.Zero, "wrong-key-0123456789-0123456789-0123");
        GatewayException strange = (await FluentActions.Awaiting(() => stranger.Jobs.GetAsync("x")).Should().ThrowAsync<GatewayException>()).Which;

        (unknown.Status, unknown.Code, unknown.Message).Should().Be((404, "job_not_found", "Job not found"));
        invalid.Status.Should().Be(400);
        invalid.Fields.Should().ContainKey("jobId");
        strange.Status.Should().BeOneOf(401, 403);
    }

    [Fact]
    public async Task Input_bulk_listing_events_logs_cancel_retry_and_delete_work()
    {
        string tag = NewId();
        string awaiting = (await Jobs.SubmitAsync(new NewJob { JobId = NewId(), Queue = NewId(), AwaitInput = true, Tags = [tag] })).JobId;
        IReadOnlyList<BulkOutcome> bulk = await Jobs.SubmitManyAsync([.. Enumerable.Range(0, 25).Select(_ => new NewJob { Tags = [tag] })]);

        JobSnapshot saved = await Jobs.SaveInputAsync(awaiting, () => new StringContent("input"));
        await Jobs.WriteLogsAsync(awaiting, [new NewLogLine("info", "one"), new NewLogLine("warn", "two")]);
        List<string> listed = [];
        await foreach (JobSnapshot job in Jobs.ListAllAsync(new JobSearch { Tag = tag, Limit = 10 }))
        {
            listed.Add(job.JobId);
        }

        using MemoryStream input = new();
        await Jobs.ReadInputAsync(awaiting, input);
        JobSnapshot cancelled = await Jobs.CancelAsync(awaiting);
        JobAgain again = await Jobs.RetryAsync(awaiting);
        await Jobs.DeleteAsync(awaiting);

        saved.Status.Should().Be("queued");
        listed.Should().BeEquivalentTo([awaiting, .. bulk.Select(made => made.JobId!)]);
        System.Text.Encoding.UTF8.GetString(input.ToArray()).Should().Be("input");
        cancelled.Status.Should().Be("cancelled");
        again.OriginalJobId.Should().Be(awaiting);
        (await Jobs.EventsAsync(again.JobId)).Events.Should().NotBeEmpty();
        await FluentActions.Awaiting(() => Jobs.GetAsync(awaiting)).Should().ThrowAsync<GatewayException>();
    }

    [Fact]
    public async Task The_shipped_JavaScript_client_follows_a_job_of_the_real_server()
    {
        string module = Path.Combine(SourceTree.Root, "src", "Client", "js", "grainjobs.mjs");
        JobSnapshot made = await Jobs.SubmitAsync(new NewJob());
        string[] arguments = ["--input-type=module", "-e", $$"""
            const { GrainJobs } = await import('file://{{module}}');
            const seen = [];
            const done = await new GrainJobs('{{gateway.Server.Address.ToString().TrimEnd('/')}}').wait('{{made.JobId}}', { token: '{{made.AccessToken}}', timeoutMs: 30000, onUpdate: job => { seen.push(job.progress); console.log('seen', job.progress); } });
            console.log('done', done.status, seen.join());
            """];
        await using ChildProcess node = ChildProcess.Start("node", "node", arguments);
        await Eventually.BeTrue("node sees the job", () => node.Lines.Any(line => line.StartsWith("seen", StringComparison.Ordinal)) || node.HasExited);

        await Jobs.UpdateAsync(made.JobId, new JobUpdate { Status = "processing", Progress = 50 });
        await Jobs.UpdateAsync(made.JobId, new JobUpdate { Status = "completed" });

        (await node.ExitAsync()).Should().Be(0, node.Tail());
        node.Lines.Should().Contain(line => line.StartsWith("done completed", StringComparison.Ordinal) && line.Contains("50"));
    }

    internal static string NewId() => $"t-{Guid.NewGuid():n}";

    private static int Count(List<JobSnapshot> seen)
    {
        lock (seen)
        {
            return seen.Count;
        }
    }

    private static JsonElement Json(string text) => JsonDocument.Parse(text).RootElement;
}
