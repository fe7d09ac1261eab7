using GrainJobs.Leases;
using GrainJobs.Queues;
using GrainJobs.Storage;

namespace GrainJobs.Jobs;

/// <summary>Counts are kept by the writes: they must say at every moment what the rows say.</summary>
public abstract class CountContract(DatabaseUnderTest database)
{
    private static int last;

    private protected StorageUnderTest Storage { get; } = database.Storage;

    private protected string Queue { get; } = $"count-{Interlocked.Increment(ref last)}";

    [Fact]
    public async Task Counts_follow_every_change_of_many_jobs_at_once()
    {
        Job[] jobs = await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => Storage.Engine.Written(SomeJobs.Insert(Waiting()))));
        await Expect((JobStatus.Queued, 40));

        jobs = await Task.WhenAll(jobs.Select(job => Storage.Engine.Written(SomeJobs.Update(job, each => SomeJobs.Processing(each)))));
        await Expect((JobStatus.Processing, 40));

        await Task.WhenAll(jobs.Select((job, n) => Storage.Engine.Written(SomeJobs.Update(job, each => n switch
        {
            < 10 => SomeJobs.Ended(each),
            < 15 => SomeJobs.Ended(each) with { Skipped = true },
            < 20 => SomeJobs.Ended(each, JobStatus.Error),
            // Every other one by the statement for any change, not by that for starts and ends.
            < 30 => each with { Status = JobStatus.Scheduled, Lease = null, Failures = n % 2 },
            _ => each with { Progress = 50 },
        }))));
        await Expect((JobStatus.Completed, 15), (JobStatus.Error, 5), (JobStatus.Scheduled, 10), (JobStatus.Processing, 10));
    }

    [Fact]
    public async Task A_job_that_is_started_as_it_is_created_counts_as_processing()
    {
        JobSpec spec = new() { Id = new(SomeJobs.NewId()), Type = Queue, Queue = new(Queue) };
        JobChange creation = JobLifecycle.Create(spec, dependenciesMet: true, SomeJobs.Noon);
        LeaseToken token = LeaseToken.New(spec.Queue, spec.Id.Value);
        Job started = await Storage.Engine.Written(creation.Then(JobLifecycle.Start(creation.Next, new("w"), token, SomeJobs.Noon).Value!).ToWrite());
        await Expect((JobStatus.Processing, 1));
        (await OfType()).Should().Be(new TypeCount { JobType = Queue, Unfinished = 1 });

        await Storage.Engine.Written(JobLifecycle.Report(started, new() { Token = token, Kind = ReportKind.Complete }, SomeJobs.Noon, jitter: 0).Value!.ToWrite());

        await Expect((JobStatus.Completed, 1));
    }

    [Fact]
    public async Task A_write_that_does_not_say_from_what_it_comes_is_counted_as_well()
    {
        Job job = await Storage.Engine.Written(SomeJobs.Insert(Waiting()));
        job = await Storage.Engine.Written(SomeJobs.Update(job, each => SomeJobs.Processing(each) with { Attempt = 3 }) with { Previous = null });
        await Storage.Engine.Written(SomeJobs.Update(job, each => SomeJobs.Ended(each)) with { Previous = null });

        await Expect((JobStatus.Completed, 1));
        (await OfType())!.Retried.Should().Be(2);
    }

    [Fact]
    public async Task A_write_that_lost_its_race_changes_no_count()
    {
        Job job = await Storage.Engine.Written(SomeJobs.Insert(Waiting()));
        await Storage.Engine.Written(SomeJobs.Update(job, each => SomeJobs.Processing(each)));

        (await Storage.Engine.Commit(SomeJobs.Update(job, each => each with { Status = JobStatus.Cancelled, FinishedAt = SomeJobs.Noon }))).Should().Be(WriteOutcome.Conflict);
        (await Storage.Engine.Commit(SomeJobs.Insert(job))).Should().Be(WriteOutcome.Conflict);

        await Expect((JobStatus.Processing, 1));
    }

    [Fact]
    public async Task Removed_jobs_are_counted_no_more()
    {
        Job[] jobs = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Storage.Engine.Written(SomeJobs.Insert(Waiting()))));
        jobs = await Task.WhenAll(jobs.Take(5).Select((job, n) => Storage.Engine.Written(SomeJobs.Update(job, each => SomeJobs.Ended(each) with
        {
            Attempt = 3,
            Skipped = n == 0,
        }))));

        await Storage.Engine.Commit(new JobDeletion(jobs[0].Id, jobs[0].Version));
        await Storage.Engine.Commit(new JobDeletion(jobs[1].Id, jobs[1].Version));
        await Expect((JobStatus.Queued, 1), (JobStatus.Completed, 3));
        (await OfType()).Should().Be(new TypeCount { JobType = Queue, Completed = 3, Retried = 6, Unfinished = 1 });

        while ((await Storage.Jobs.Retire(failed: false, SomeJobs.Noon.AddDays(1), 1_000)).Rows > 0)
        {
            // Others of this database go too.
        }

        await Expect((JobStatus.Queued, 1));
    }

    [Fact]
    public async Task The_count_of_all_queues_is_the_sum_of_the_counts()
    {
        await Storage.Engine.Written(SomeJobs.Insert(Waiting()));

        long sum = 0;
        foreach (QueueName queue in await Storage.Jobs.Queues())
        {
            sum += (await Storage.Jobs.Counts(queue)).Values.Sum();
        }

        (await Storage.Jobs.CountAll()).Values.Sum().Should().Be(sum).And.BePositive();
    }

    [Fact]
    public async Task A_position_counts_every_line_of_the_queue()
    {
        Job[] jobs = [.. Enumerable.Range(0, 12).Select(n => Waiting() is var job ? job with
        {
            ReadyAt = SomeJobs.Noon.AddSeconds(n),
            Spec = job.Spec with { ConcurrencyKey = n % 3 == 0 ? null : $"key-{n % 3}", Priority = n == 11 ? 1 : 0 },
        } : job)];
        await Task.WhenAll(jobs.Select(job => Storage.Engine.Written(SomeJobs.Insert(job))));

        for (int n = 0; n < jobs.Length; n++)
        {
            (await Storage.Jobs.Position(new QueueName(Queue), jobs[n].ToEntry())).Should().Be(new PlaceInLine(n == 11 ? 0 : n + 1, IsAtLeast: false));
        }
    }

    private protected Job Waiting() => SomeJobs.Queued(queue: Queue, type: Queue);

    private protected async Task Expect(params (JobStatus Status, long Count)[] expected)
    {
        (await Storage.Jobs.Counts(new QueueName(Queue))).Should().BeEquivalentTo(expected.ToDictionary(each => each.Status, each => each.Count));
        (await OfType())?.Unfinished.Should().Be(expected.Where(each => each.Status is not (JobStatus.Completed or JobStatus.Error or JobStatus.Cancelled)).Sum(each => each.Count));
    }

    private protected async Task<TypeCount?> OfType() => (await Storage.Jobs.CountsByType()).SingleOrDefault(count => count.JobType == Queue);
}
