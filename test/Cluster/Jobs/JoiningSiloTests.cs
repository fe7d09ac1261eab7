using GrainJobs.Execution;
using GrainJobs.Leases;
using GrainJobs.Processes;
using GrainJobs.Queues;
using GrainJobs.Storage;
using GrainJobs.Time;

namespace GrainJobs.Jobs;

/// <summary>A silo joins another on one PostgreSQL database, in real time, and takes its share of queues that are in use.</summary>
public sealed class JoiningSiloTests : IAsyncLifetime
{
    private const int Queues = 16;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly ScratchFolder folder = new();
    private readonly Scripts scripts = new();
    private TestDatabase database = null!;
    private JobSilo one = null!;
    private JobSilo? joined;

    public async Task InitializeAsync()
    {
        database = await TestDatabase.CreateAsync();
        one = await Join();
    }

    public async Task DisposeAsync()
    {
        await (joined?.DisposeAsync() ?? default);
        await one.DisposeAsync();
        await database.DisposeAsync();
        folder.Dispose();
    }

    [Fact]
    public async Task Queues_in_use_move_to_a_silo_that_joins_and_what_is_leased_ends_under_its_token()
    {
        string[] names = [.. Enumerable.Range(0, Queues).Select(number => $"moving-{number}")];
        foreach (var name in names)
        {
            await one.Submit(new() { JobId = $"{name}-held", Queue = name });
            await one.Submit(new() { JobId = $"{name}-waiting", Queue = name });
        }

        LeaseGrant[] held = [.. (await Task.WhenAll(names.Select(name => one.Lease(name)))).SelectMany(grants => grants)];
        held.Should().HaveCount(Queues);

        joined = await Join();

        string[] silos = [AddressOf(one), AddressOf(joined)];
        await Eventually.BeTrue("each queue lives at home", async () => (await Homes(names)).Zip(names).All(each => each.First == QueueHome.Of(new(each.Second), silos)), Patience);
        (await Homes(names)).Distinct().Should().HaveCount(2);

        foreach (var grant in held)
        {
            (await joined.Beat(grant)).Should().Be(LeaseOrder.Continue);
            var report = new LeaseReport { Token = grant.Token, Kind = ReportKind.Complete };
            (await joined.Desk.Report(grant.Job!.Id, report)).IsRefused.Should().BeFalse();
        }

        await Eventually.BeTrue("the others are leased", async () => (await Task.WhenAll(names.Select(name => one.Lease(name)))).All(grants => grants.Length == 1), Patience);
        var jobs = await one.Desk.FindMany([.. names.Select(name => new JobId($"{name}-held"))]);
        jobs.Should().OnlyContain(job => job.Status == JobStatus.Completed && job.Attempt == 1 && job.Losses == 0);
    }

    [Fact]
    public async Task Work_that_silos_run_goes_on_while_its_queues_move()
    {
        var payload = scripts.Add(async context =>
        {
            using var work = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
            await work.WaitForNextTickAsync(context.Stop);
            return JobOutcome.Completed();
        });
        string[] ids = [.. Enumerable.Range(0, 600).Select(number => $"running-{number}")];
        var submitted = await one.Desk.SubmitMany([.. ids.Select((id, number) =>
            new JobDraft { JobId = id, JobType = "scripted", Payload = payload, Queue = $"running-{number % Queues}", MaxAttempts = 1 })]);
        submitted.Should().OnlyContain(answer => !answer.IsRefused);

        joined = await Join();

        await Eventually.BeTrue("all have ended", async () => (await Ended(ids)).Length == ids.Length, Patience);
        (await Ended(ids)).Should().OnlyContain(job => job.Status == JobStatus.Completed && job.Attempt == 1 && job.Losses == 0);
    }

    private Task<JobSilo> Join() => JobSilo.Join(folder.Path, database.ConnectionString, scripts, ("Queues:MoveAfter", "00:00:01"));

    private async Task<Job[]> Ended(string[] ids) => [.. (await one.Desk.FindMany([.. ids.Select(id => new JobId(id))])).Where(job => job.IsFinished)];

    private async Task<string?[]> Homes(string[] names)
    {
        var management = one.Grains.GetGrain<IManagementGrain>(0);
        return await Task.WhenAll(names.Select(async name => (await management.GetActivationAddress(one.Queue(name)))?.ToParsableString()));
    }

    private static string AddressOf(JobSilo silo) => silo.Service<ILocalSiloDetails>().SiloAddress.ToParsableString();
}
