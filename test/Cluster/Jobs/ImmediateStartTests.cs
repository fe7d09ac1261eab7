using GrainJobs.Execution;
using GrainJobs.Queues;
using GrainJobs.Time;

namespace GrainJobs.Jobs;

/// <summary>Jobs that start in the write that creates them: nobody must see a difference but in speed.</summary>
public sealed class ImmediateStartTests(JobSiloFixture fixture) : IClassFixture<JobSiloFixture>, IAsyncLifetime
{
    private readonly JobSilo silo = fixture.Silo;
    private readonly TaskCompletionSource gate = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly string queue = $"q{Guid.NewGuid():N}";

    /// <summary>The queue is awake and this silo attends it.</summary>
    public async Task InitializeAsync()
    {
        var first = await Submit(Quick());
        await silo.Ends(first.Id.Value);
    }

    public Task DisposeAsync()
    {
        gate.TrySetResult();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task It_is_created_and_started_by_one_write_and_its_history_has_both()
    {
        var seen = new SeenJobs();
        var id = $"{queue}-1";
        await silo.Watch(seen, new JobId(id));

        var answered = await Submit(Held(), id);

        (answered.Status, answered.Version, answered.Attempt).Should().Be((JobStatus.Queued, 1, 0), "that is what was created");
        await Eventually.BeTrue("its start was seen", () => !seen.All.IsEmpty);
        seen.All.Should().ContainSingle().Which.Should().Match<Job>(job => job.Status == JobStatus.Processing && job.Version == 2 && job.Attempt == 1);
        gate.SetResult();
        (await silo.Ends(id)).Should().Match<Job>(job => job.Status == JobStatus.Completed && job.Version == 3 && job.Attempt == 1 && job.Lease == null);
        (await silo.Desk.Events(new(id), 0, 10)).Select(each => (each.Seq, each.Type)).Should().Equal((1, "created"), (2, "fetched"), (3, "finished"));
        (await silo.Desk.Versions(new(id), 0, 3)).Select(each => (each.Version, each.Status)).Should().Equal((1, JobStatus.Queued), (2, JobStatus.Processing));
        silo.Scripts.Runs.Count(run => run.JobId == id).Should().Be(1);
    }

    [Fact]
    public async Task No_more_run_at_once_than_the_queue_allows()
    {
        const int Limit = 2;
        await silo.Queue(queue).Limit(new() { MaxInFlight = Limit });
        var (running, most) = (0, 0);
        var counted = silo.Scripts.Add(async context =>
        {
            var now = Interlocked.Increment(ref running);
            InterlockedMax(ref most, now);
            await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System, context.Stop);
            Interlocked.Decrement(ref running);
            return JobOutcome.Completed();
        });

        Job[] jobs = await Task.WhenAll(Enumerable.Range(0, 60).Select(_ => Task.Run(() => Submit(counted))));

        await Task.WhenAll(jobs.Select(job => Ends(job.Id.Value)));
        most.Should().BeInRange(1, Limit);
        jobs.Should().OnlyContain(job => silo.Scripts.Runs.Count(run => run.JobId == job.Id.Value) == 1);
    }

    [Fact]
    public async Task A_paused_queue_starts_nothing()
    {
        await silo.Queue(queue).Pause("test");

        var job = await Submit(Quick());

        await silo.Pass(2);
        (await silo.Find(job.Id.Value)).Should().Match<Job>(each => each.Status == JobStatus.Queued && each.Version == 1);
        (await silo.Desk.Explain(job.Id))!.Kind.Should().Be("paused");
        await silo.Queue(queue).Resume();
        (await silo.Ends(job.Id.Value)).Status.Should().Be(JobStatus.Completed);
    }

    [Fact]
    public async Task Who_waits_goes_first()
    {
        await silo.Queue(queue).Limit(new() { MaxInFlight = 1 });
        var before = await Submit(Held());
        Job[] waiting = [await Submit(Quick()), await Submit(Quick()), await Submit(Quick())];

        gate.SetResult();
        await Task.WhenAll(waiting.Select(job => Ends(job.Id.Value)));

        string[] order = [.. silo.Scripts.Runs.Select(run => run.JobId).Where(id => id == before.Id.Value || waiting.Any(job => job.Id.Value == id))];
        order.Should().Equal([before.Id.Value, .. waiting.Select(job => job.Id.Value)]);
    }

    [Fact]
    public async Task While_anything_of_its_type_waits_nothing_goes_past_it()
    {
        var waits = await silo.Submit(new() { JobType = "manual", Queue = queue });
        var door = silo.Service<QueueDoors>().Find(new(queue))!;
        Task<bool> Goes(string lane) => door.GrantNew(waits.ToEntry() with { Id = $"{queue}-new", Lane = lane }, evenBesideOthers: true, _ => Task.FromResult<HeldLease?>(null));

        await Eventually.BeTrue("the queue knows who waits", async () => !await Goes("manual"));
        (await Goes("another")).Should().BeTrue();

        await silo.Job(waits.Id.Value).Cancel();
        await Eventually.BeTrue("nothing waits any more", () => Goes("manual"));
    }

    [Fact]
    public async Task While_an_id_is_being_granted_it_is_not_granted_again()
    {
        var entry = (await Submit(Quick())).ToEntry() with { Id = $"{queue}-twice", Lane = "another" };
        var door = silo.Service<QueueDoors>().Find(new(queue))!;
        var written = new TaskCompletionSource<HeldLease?>();

        var first = door.GrantNew(entry, evenBesideOthers: true, _ => written.Task);

        (await door.GrantNew(entry, evenBesideOthers: true, _ => Task.FromResult<HeldLease?>(null))).Should().BeFalse();
        written.SetResult(null);
        (await first).Should().BeTrue();
        (await door.GrantNew(entry, evenBesideOthers: true, _ => Task.FromResult<HeldLease?>(null))).Should().BeTrue();
    }

    [Fact]
    public async Task An_id_that_is_taken_costs_no_place()
    {
        var id = $"{queue}-again";
        await Submit(Quick(), id);
        await silo.Ends(id);
        Job[] same = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => Submit(Quick(), id)));
        same.Should().OnlyContain(job => job.Status == JobStatus.Completed);
        silo.Scripts.Runs.Count(run => run.JobId == id).Should().Be(1);

        var places = new JobHandlerOptions().Concurrency;
        Job[] held = await Task.WhenAll(Enumerable.Range(0, places).Select(_ => Submit(Held())));

        await silo.Until("all places are there", () => Task.FromResult(held.All(job => silo.Scripts.Runs.Any(run => run.JobId == job.Id.Value))), 10);
        (await silo.Queue(queue).View()).Counts[JobStatus.Processing].Should().Be(places);
    }

    [Fact]
    public async Task Its_lease_is_known_to_the_queue_and_renewed()
    {
        var job = await Submit(Held());

        await silo.Pass(100);

        (await silo.Find(job.Id.Value)).Should().Match<Job>(each => each.Status == JobStatus.Processing && each.Version == 2);
        (await silo.Job(job.Id.Value).Cancel()).Value!.CancelRequestedAt.Should().NotBeNull();
        gate.SetResult();
        (await silo.Ends(job.Id.Value, 10)).Status.Should().BeOneOf(JobStatus.Cancelled, JobStatus.Completed);
    }

    private string Quick() => silo.Scripts.Add(_ => Task.FromResult(JobOutcome.Completed()));

    private string Held() => silo.Scripts.Add(async _ =>
    {
        await gate.Task;
        return JobOutcome.Completed();
    });

    private Task<Job> Submit(string payload, string? id = null) => silo.Submit(new() { JobId = id, JobType = "scripted", Queue = queue, Payload = payload });

    private async Task<Job> Ends(string id)
    {
        Job? last = null;
        await Eventually.BeTrue($"{id} ends", async () => (last = await silo.Find(id)).IsFinished);
        return last!;
    }

    private static void InterlockedMax(ref int most, int value)
    {
        for (var known = Volatile.Read(ref most); value > known; known = Volatile.Read(ref most))
        {
            Interlocked.CompareExchange(ref most, value, known);
        }
    }
}
