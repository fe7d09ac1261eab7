using GrainJobs.Leases;
using GrainJobs.Processes;
using GrainJobs.Queues;
using GrainJobs.Storage;
using JobOutcome = GrainJobs.Execution.JobOutcome;

namespace GrainJobs.Jobs;

/// <summary>Many queues at once: each costs what is done in it.</summary>
public sealed class CrowdTests : IDisposable
{
    private const int Many = 300;
    private static readonly DateTimeOffset Start = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private readonly ScratchFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task What_waits_for_outside_workers_waits_in_the_rows_and_its_queue_sleeps_until_they_ask()
    {
        await using (var before = await JobSilo.Start(folder.Path, Start))
        {
            await Write(before, Enumerable.Range(0, Many).Select(number => Spec($"job-{number}", $"queue-{number}", "outside")));
        }

        await using var silo = await JobSilo.Start(folder.Path, Start);
        await silo.Pass(15);
        (await Awake(silo)).Should().Be(0);

        (await silo.Lease("queue-7")).Should().ContainSingle().Which.Job!.Id.Value.Should().Be("job-7");
        await silo.Queue("queue-8").View();
        (await Awake(silo)).Should().Be(2);
        await silo.Until("the queue that somebody only looked at sleeps again", async () => await Awake(silo) == 1, 60);
        (await silo.Lease("queue-8")).Should().ContainSingle().Which.Job!.Id.Value.Should().Be("job-8");
    }

    [Fact]
    public async Task An_idle_queue_sleeps_in_time_however_many_are_awake()
    {
        await using var silo = await JobSilo.Start(folder.Path, Start);
        for (var other = 0; other < 10_000; other++)
        {
            silo.Service<LookPace>().Join();
        }

        await silo.Queue("looked-at").View();
        await silo.Until("it sleeps again", async () => await Awake(silo) == 0, 20);
    }

    [Fact]
    public async Task What_waits_for_the_silos_is_run_however_many_queues_there_are()
    {
        string payload;
        await using (var before = await JobSilo.Start(folder.Path, Start))
        {
            payload = before.Scripts.Add(_ => Task.FromResult(JobOutcome.Completed()));
            await Write(before, Enumerable.Range(0, Many).Select(number => Spec($"job-{number}", $"queue-{number}", "scripted") with { Payload = payload }));
        }

        await using var silo = await JobSilo.Start(folder.Path, Start);
        silo.Scripts.Add(_ => Task.FromResult(JobOutcome.Completed())).Should().Be(payload);

        await silo.Until("all are done", async () => (await silo.Service<IJobStore>().CountAll()).GetValueOrDefault(JobStatus.Completed) == Many, 60);
        silo.Scripts.Runs.Should().HaveCount(Many).And.OnlyContain(run => run.Attempt == 1);
    }

    [Fact]
    public async Task Queues_that_share_the_places_of_a_silo_take_turns()
    {
        await using var silo = await JobSilo.Start(folder.Path, Start);
        var payload = silo.Scripts.Add(async context =>
        {
            await Task.Delay(TimeSpan.FromSeconds(1), silo.Time, context.Stop);
            return JobOutcome.Completed();
        });
        await Write(silo, Enumerable.Range(0, 300).Select(number => Spec($"long-{number}", "long", "scripted") with { Payload = payload }));
        await silo.Queue("long").View();
        await silo.Until("the long queue has taken all places", () => Task.FromResult(silo.Scripts.Runs.Count >= 32), 10);

        await Write(silo, Enumerable.Range(0, 10).Select(number => Spec($"short-{number}", "short", "scripted") with { Payload = payload }));
        await silo.Queue("short").View();

        await silo.Until("the short queue had its turn", () => Task.FromResult(silo.Scripts.Runs.Count(run => run.JobId.StartsWith("short", StringComparison.Ordinal)) == 10), 60);
        silo.Scripts.Runs.Count.Should().BeLessThan(200);
    }

    [Fact]
    public async Task A_queue_remembers_what_its_rate_held_back_however_long_nobody_asks()
    {
        await using var silo = await JobSilo.Start(folder.Path, Start);
        await silo.Queue("slow").Limit(new() { RatePerSecond = 0.004 });
        await Write(silo, [Spec("first", "slow", "outside")]);
        await silo.Report(await silo.LeaseOne("slow", withinSeconds: 10), ReportKind.Complete);

        await silo.Pass(180);
        await Write(silo, [Spec("second", "slow", "outside")]);
        await silo.Pass(10);
        (await silo.Lease("slow")).Should().BeEmpty("one in 250 s is its rate");

        await silo.LeaseOne("slow", withinSeconds: 80);
    }

    private static async Task<int> Awake(JobSilo silo) =>
        (await silo.Grains.GetGrain<IManagementGrain>(0).GetSimpleGrainStatistics()).Where(each => each.GrainType.Contains("Queues.QueueGrain", StringComparison.Ordinal)).Sum(each => each.ActivationCount);

    private static JobSpec Spec(string id, string queue, string type) => new() { Id = new(id), Type = type, Queue = new(queue) };

    private static async Task Write(JobSilo silo, IEnumerable<JobSpec> jobs)
    {
        var now = silo.Time.GetUtcNow();
        var outcomes = await silo.Answer(Task.WhenAll(jobs.Select(spec => silo.Service<ICommitEngine>().Commit(JobLifecycle.Create(spec, true, now).ToWrite()))));
        outcomes.Should().OnlyContain(outcome => outcome == WriteOutcome.Committed);
    }
}
