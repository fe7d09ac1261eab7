using GrainJobs.Execution;
using GrainJobs.Leases;
using GrainJobs.Queues;
using GrainJobs.Time;
using GrainJobs.Workers;

namespace GrainJobs.Jobs;

/// <summary>Quick jobs that a silo leases to itself by one row for many: nobody must see a difference but in speed.</summary>
public sealed class LeaseBatchTests(JobSiloFixture fixture) : IClassFixture<JobSiloFixture>, IAsyncLifetime
{
    private const int Many = 80;
    private const string QueueName = "batches";

    private readonly JobSilo silo = fixture.Silo;
    private readonly TaskCompletionSource gate = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The type is known as quick once some of its jobs have run; no time passes on the grains' clock meanwhile.</summary>
    public async Task InitializeAsync()
    {
        var quick = silo.Scripts.Add(_ => Task.FromResult(JobOutcome.Completed()));
        Job[] jobs = await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => Submit(quick)));
        await Task.WhenAll(jobs.Select(job => Reaches(job, each => each.IsFinished)));
    }

    public Task DisposeAsync()
    {
        gate.TrySetResult();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task A_job_leased_by_the_batch_ends_with_its_whole_history_and_one_write()
    {
        Job[] jobs = await HoldMany();

        gate.SetResult();

        Job[] ended = await Task.WhenAll(jobs.Select(job => Reaches(job, each => each.IsFinished)));
        ended.Should().OnlyContain(job => job.Status == JobStatus.Completed && job.Attempt == 1 && job.StartedAt != null && job.Lease == null);
        ended.Count(job => job.Version == 2).Should().BeGreaterThan(Many / 2, "the start and the end are one write");
        foreach (var job in jobs)
        {
            (await silo.Desk.Events(job.Id, 0, 10)).Select(each => (each.Seq, each.Type)).Should().Equal((1, "created"), (2, "fetched"), (3, "finished"));
        }

        RunsOf(jobs).Should().BeEquivalentTo(jobs.Select(job => (job.Id.Value, 1)));
        await silo.Until("batches that hold nothing are removed", async () => (await silo.Service<IJobStore>().LeaseBatches(new(QueueName), 100)).Count == 0, 20);
    }

    [Fact]
    public async Task Who_watches_sees_each_version_with_one_content()
    {
        var seen = new SeenJobs();
        Job[] jobs = await HoldMany(async submitted =>
        {
            await seen.Changed(submitted);
            await silo.Watch(seen, [.. submitted.Select(job => job.Id)]);
        });

        gate.SetResult();

        await Eventually.BeTrue("all ends were seen", () => seen.All.Count(job => job.IsFinished) >= Many);
        ILookup<JobId, Job> versions = seen.All.ToLookup(job => job.Id);
        foreach (var job in jobs)
        {
            versions[job.Id].Select(state => state.Version).Should().OnlyHaveUniqueItems().And.BeInAscendingOrder();
            versions[job.Id].Select(state => state.Status).Should().StartWith(JobStatus.Queued).And.EndWith(JobStatus.Completed);
        }

        versions.Count(states => states.Count() == 2).Should().BeGreaterThan(Many / 2, "the start and the end are one write");
    }

    [Fact]
    public async Task What_takes_longer_than_a_moment_shows_as_processing()
    {
        Job[] jobs = await HoldMany();

        await silo.Until("all show", async () => (await All(jobs)).All(job => job is { Status: JobStatus.Processing, Attempt: 1, Version: 2 }), 5);
        gate.SetResult();

        (await Task.WhenAll(jobs.Select(job => Reaches(job, each => each.IsFinished)))).Should().OnlyContain(job => job.Status == JobStatus.Completed && job.Attempt == 1 && job.Version == 3);
        RunsOf(jobs).Should().HaveCount(Many);
    }

    [Fact]
    public async Task What_is_held_counts_as_processing_and_says_so()
    {
        Job[] jobs = await HoldMany();
        Job hidden = (await All(jobs)).First(job => job.Status == JobStatus.Queued);

        (await silo.Desk.Explain(hidden.Id))!.Kind.Should().Be("lease");
        var counts = (await silo.Queue(QueueName).View()).Counts;
        counts[JobStatus.Processing].Should().Be(Many);
        counts.GetValueOrDefault(JobStatus.Queued).Should().Be(0);
    }

    [Fact]
    public async Task A_job_cancelled_meanwhile_ends_cancelled_and_its_report_is_refused()
    {
        Job[] jobs = await HoldMany();
        Job hidden = (await All(jobs)).First(job => job.Status == JobStatus.Queued);

        var cancelled = await silo.Job(hidden.Id.Value).Cancel();
        cancelled.Value!.Status.Should().Be(JobStatus.Cancelled);
        gate.SetResult();
        await Task.WhenAll(jobs.Where(job => job.Id != hidden.Id).Select(job => Reaches(job, each => each.IsFinished)));
        await silo.Pass(3);

        (await silo.Find(hidden.Id.Value)).Should().BeEquivalentTo(cancelled.Value);
        (await silo.Events(hidden.Id.Value)).Should().Equal("created", "finished");
        (await silo.Queue(QueueName).View()).Counts.GetValueOrDefault(JobStatus.Processing).Should().Be(0);
    }

    [Fact]
    public async Task A_job_edited_meanwhile_completes_under_the_same_lease_and_runs_once()
    {
        Job[] jobs = await HoldMany();
        Job hidden = (await All(jobs)).First(job => job.Status == JobStatus.Queued);
        var child = await silo.Submit(new() { JobType = "scripted", Queue = QueueName, Payload = Quick(), DependsOn = [hidden.Id.Value] });
        (await silo.Find(hidden.Id.Value)).Version.Should().Be(2, "the dependent is marked in the row");

        gate.SetResult();

        (await Reaches(hidden, job => job.IsFinished)).Should().Match<Job>(job => job.Status == JobStatus.Completed && job.Attempt == 1);
        (await silo.Ends(child.Id.Value)).Status.Should().Be(JobStatus.Completed);
        RunsOf([hidden]).Should().HaveCount(1);
    }

    [Fact]
    public async Task Failures_and_retries_of_a_batch_count_their_attempts()
    {
        var failing = silo.Scripts.Add(async context =>
        {
            await gate.Task;
            return context.Attempt < 3 ? throw new IOException("away") : JobOutcome.Completed();
        });
        Job[] jobs = await Task.WhenAll(Enumerable.Range(0, Many).Select(_ => Submit(failing)));
        gate.SetResult();

        await silo.Until("all have ended", async () => (await All(jobs)).All(job => job.IsFinished), 60);
        Job[] ended = await All(jobs);

        ended.Should().OnlyContain(job => job.Status == JobStatus.Completed && job.Attempt == 3 && job.Failures == 2);
        foreach (var job in jobs)
        {
            RunsOf([job]).Select(run => run.Attempt).Should().Equal(1, 2, 3);
            (await silo.Desk.Events(job.Id, 0, 50)).Select(each => each.Seq).Should().Equal(Enumerable.Range(1, ended.First(each => each.Id == job.Id).LastEvent));
        }
    }

    [Fact]
    public async Task An_activation_of_the_queue_that_was_overtaken_can_lease_no_batch()
    {
        var work = silo.Service<QueuedJobs>();
        var queue = new QueueName("claimed");
        var entries = await Manual(queue);
        var older = await work.Claim(queue);
        var newer = await work.Claim(queue);

        (await work.StartBatch(queue, older, entries, Request())).Should().BeNull();
        (await work.StartBatch(queue, newer, entries, Request()))!.Outcomes.Should().AllBeOfType<StartOutcome.Started>();
    }

    [Fact]
    public async Task A_batch_leases_nothing_that_was_changed_behind_its_back()
    {
        var work = silo.Service<QueuedJobs>();
        var queue = new QueueName("changed");
        var entries = await Manual(queue);
        var claim = await work.Claim(queue);
        await silo.Job(entries[0].Id).Cancel();

        var started = await work.StartBatch(queue, claim, entries, Request());

        started!.Outcomes[0].Should().BeOfType<StartOutcome.Gone>();
        started.Outcomes.Skip(1).Should().AllBeOfType<StartOutcome.Started>();
        (await work.RecoverBatches(queue, silo.Time.GetUtcNow())).Should().ContainSingle().Which.Leases.Select(lease => lease.Id).Should().BeEquivalentTo(entries.Skip(1).Select(entry => entry.Id));
    }

    private static LeaseRequest Request() => new() { Worker = new(WorkerId.SiloPrefix + "127.0.0.1:1@1"), Max = Many, Quick = true };

    private string Quick() => silo.Scripts.Add(_ => Task.FromResult(JobOutcome.Completed()));

    private Task<Job> Submit(string payload) => silo.Submit(new() { JobType = "scripted", Queue = QueueName, Payload = payload });

    /// <summary>Jobs of a type that no silo runs, queued; their queue is asleep.</summary>
    private async Task<QueueEntry[]> Manual(QueueName queue) =>
        [.. (await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => silo.Submit(new() { JobType = "manual", Queue = queue.Value })))).Select(job => job.ToEntry())];

    /// <summary>Many jobs that this silo holds, until the gate opens.</summary>
    private async Task<Job[]> HoldMany(Func<Job[], Task>? beforeTheyAreGranted = null)
    {
        var held = silo.Scripts.Add(async _ =>
        {
            await gate.Task;
            return JobOutcome.Completed();
        });

        // Paused, so that they are granted at once.
        await silo.Queue(QueueName).Pause("test");
        Job[] jobs = await Task.WhenAll(Enumerable.Range(0, Many).Select(_ => Submit(held)));
        await (beforeTheyAreGranted?.Invoke(jobs) ?? Task.CompletedTask);
        await silo.Queue(QueueName).Resume();
        var running = silo.Service<RunningAttempts>();
        await Eventually.BeTrue("all are held", () => running.All.Count(attempt => attempt.Grant.Job!.Spec.Queue.Value == QueueName) >= Many);
        return jobs;
    }

    private async Task<Job[]> All(Job[] jobs) => await silo.Desk.FindMany([.. jobs.Select(job => job.Id)]);

    private (string JobId, int Attempt)[] RunsOf(Job[] jobs) =>
        [.. silo.Scripts.Runs.Where(run => jobs.Any(job => job.Id.Value == run.JobId)).Select(run => (run.JobId, run.Attempt))];

    private async Task<Job> Reaches(Job job, Predicate<Job> state)
    {
        Job? last = null;
        await Eventually.BeTrue($"{job.Id} gets there", async () => state(last = await silo.Find(job.Id.Value)));
        return last!;
    }
}
