using GrainJobs.Jobs;
using GrainJobs.Storage;
using GrainJobs.Workers;

namespace GrainJobs.Queues;

/// <summary>What both databases must do alike for queues and recovery.</summary>
public abstract class QueueReadsContract(DatabaseUnderTest database)
{
    private static int last;

    private readonly StorageUnderTest storage = database.Storage;
    private readonly string queue = $"queue-{Interlocked.Increment(ref last)}";

    [Fact]
    public async Task A_line_is_read_in_order_of_priority_then_ready_time_then_id_page_by_page()
    {
        Job[] jobs = [.. Enumerable.Range(0, 60).Select(n => Waiting() with
        {
            ReadyAt = SomeJobs.Noon.AddMicroseconds(n * 7 % 5),
        }).Select((job, n) => job with { Spec = job.Spec with { Priority = (n * 3 % 4) - 1 } })];
        await Task.WhenAll(jobs.Select(job => storage.Engine.Written(SomeJobs.Insert(job))));

        List<string> read = [];
        QueueEntry? after = null;
        while (await storage.Jobs.Ready(new QueueName(queue), new QueueLine("t", ""), after, 7) is { Count: > 0 } page)
        {
            read.AddRange(page.Select(entry => entry.Id));
            after = page[^1];
        }

        read.Should().Equal(jobs.OrderByDescending(job => job.Spec.Priority).ThenBy(job => job.ReadyAt).ThenBy(job => job.Id).Select(job => job.Id.Value));
    }

    [Fact]
    public async Task Lines_are_found_in_order_after_one()
    {
        foreach ((string lane, string? key) in new[] { ("b", null), ("a", "k2"), ("a", "k1"), ("a", null), ("a", "k1") })
        {
            Job job = Waiting() with { };
            await storage.Engine.Written(SomeJobs.Insert(job with { Spec = job.Spec with { Type = lane, ConcurrencyKey = key } }));
        }

        (await storage.Jobs.Lines(new QueueName(queue), null, 10))
            .Should().Equal(new QueueLine("a", ""), new QueueLine("a", "k1"), new QueueLine("a", "k2"), new QueueLine("b", ""));
        (await storage.Jobs.Lines(new QueueName(queue), new QueueLine("a", "k1"), 1)).Should().Equal(new QueueLine("a", "k2"));
    }

    [Fact]
    public async Task A_batch_of_leases_needs_the_queues_latest_claim_and_jobs_at_their_versions()
    {
        Job[] jobs = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => storage.Engine.Written(SomeJobs.Insert(Waiting()))));
        QueueClaim older = new(new QueueName(queue));
        QueueClaim newer = new(new QueueName(queue));
        await storage.Engine.Commit(older);
        await storage.Engine.Commit(newer);

        (await storage.Engine.Commit(Batch(older, jobs))).Should().Be(WriteOutcome.Conflict);
        (await storage.Engine.Commit(Batch(newer, [jobs[0], jobs[1] with { Version = 7 }]))).Should().Be(WriteOutcome.Conflict);
        (await storage.Jobs.LeaseBatches(new QueueName(queue), 10)).Should().BeEmpty();
        LeaseBatchWrite good = Batch(newer, jobs);
        (await storage.Engine.Commit(good)).Should().Be(WriteOutcome.Committed);

        LeaseBatch read = (await storage.Jobs.LeaseBatches(new QueueName(queue), 10)).Should().ContainSingle().Which;
        (read.Id, read.Worker, read.Secret, read.GrantedAt).Should().Be((good.WriteId, good.Worker, good.Secret, good.GrantedAt));
        read.Jobs.Should().Equal(good.Jobs);
        (await storage.Store.Reconcile([good, Batch(newer, jobs), newer, older, new LeaseBatchEnd(good.WriteId)], default)).Should().Equal(true, false, true, false, false);
        (await storage.Engine.Commit(new LeaseBatchEnd(good.WriteId))).Should().Be(WriteOutcome.Committed);
        (await storage.Jobs.LeaseBatches(new QueueName(queue), 10)).Should().BeEmpty();
        (await storage.Store.Reconcile([new LeaseBatchEnd(good.WriteId)], default)).Should().Equal(true);
    }

    private LeaseBatchWrite Batch(QueueClaim claim, params Job[] jobs) =>
        new(new QueueName(queue), claim.WriteId, new WorkerId("silo-1"), "secret", SomeJobs.Noon, [.. jobs.Select(job => new BatchedJob(job.Id.Value, job.Version, job.Attempt + 1))]);

    [Fact]
    public async Task A_job_leaves_its_line_when_it_is_leased_and_is_held_by_its_worker()
    {
        Job job = await storage.Engine.Written(SomeJobs.Insert(Waiting()));
        Job held = await storage.Engine.Written(SomeJobs.Update(job, waiting => SomeJobs.Processing(waiting, "worker-" + queue)));

        (await storage.Jobs.Ready(new QueueName(queue), new QueueLine("t", ""), null, 10)).Should().BeEmpty();
        (await storage.Jobs.Held(new QueueName(queue), 10)).Should().ContainSingle().Which.Should().BeEquivalentTo(held);
        (await storage.Jobs.HeldBy("worker-" + queue, 10)).Should().ContainSingle().Which.Id.Should().Be(job.Id);
    }

    [Fact]
    public async Task Queues_with_work_have_ready_running_or_soon_due_jobs()
    {
        async Task<QueueWork[]> Work(DateTimeOffset dueBefore) => [.. (await storage.Jobs.QueuesWithWork())
            .Concat((await storage.Jobs.QueuesWithDue(dueBefore)).Select(due => new QueueWork(due, null)))
            .Where(work => work.Queue.Value == queue)];
        QueueWork any = new(new QueueName(queue), null);
        Job job = await storage.Engine.Written(SomeJobs.Insert(Waiting() with { Status = JobStatus.Scheduled }));

        (await Work(SomeJobs.Noon)).Should().BeEmpty();
        (await Work(SomeJobs.Noon.AddMicroseconds(1))).Should().Equal(any);
        (await storage.Jobs.Scheduled(new QueueName(queue), SomeJobs.Noon.AddMicroseconds(1), 5)).Should().ContainSingle().Which.Id.Should().Be(job.Id.Value);

        job = await storage.Engine.Written(SomeJobs.Update(job, waiting => waiting with { Status = JobStatus.Queued }));
        await storage.Engine.Written(SomeJobs.Insert(SomeJobs.Queued(queue: queue, type: "a")));
        await storage.Engine.Written(SomeJobs.Insert(SomeJobs.Queued(queue: queue, type: "z")));
        await storage.Engine.Written(SomeJobs.Insert(SomeJobs.Queued(queue: queue, type: "z")));
        (await Work(SomeJobs.Noon)).Should().BeEquivalentTo([any with { Lane = "a" }, any with { Lane = "t" }, any with { Lane = "z" }]);
        job = await storage.Engine.Written(SomeJobs.Update(job, waiting => SomeJobs.Processing(waiting)));
        (await Work(SomeJobs.Noon)).Should().BeEquivalentTo([any with { Lane = "a" }, any with { Lane = "z" }, any]);
        await storage.Engine.Written(SomeJobs.Update(job, held => SomeJobs.Ended(held)));
        (await Work(SomeJobs.Noon.AddYears(1))).Should().BeEquivalentTo([any with { Lane = "a" }, any with { Lane = "z" }]);
        (await storage.Jobs.Queues()).Should().Contain(new QueueName(queue));
    }

    [Fact]
    public async Task Tracked_jobs_are_in_no_line_until_they_are_taken_over()
    {
        Job job = Waiting();
        job = await storage.Engine.Written(SomeJobs.Insert(job with { Spec = job.Spec with { Tracked = true } }));
        (await storage.Jobs.Lines(new QueueName(queue), null, 10)).Should().BeEmpty();

        await storage.Engine.Written(SomeJobs.Update(job, tracked => tracked with { TakenOver = true }));
        (await storage.Jobs.Lines(new QueueName(queue), null, 10)).Should().ContainSingle();
        (await storage.Jobs.Find(job.Id))!.Spec.Tracked.Should().BeTrue();
    }

    [Fact]
    public async Task A_position_counts_what_goes_before_in_the_whole_queue()
    {
        Job first = Waiting();
        first = first with { Spec = first.Spec with { Priority = 5, Type = "other" } };
        Job second = Waiting() with { ReadyAt = SomeJobs.Noon.AddMicroseconds(-1) };
        Job third = Waiting();
        foreach (Job job in new[] { third, second, first })
        {
            await storage.Engine.Written(SomeJobs.Insert(job));
        }

        QueueEntry last = (await storage.Jobs.Ready(new QueueName(queue), new QueueLine("t", ""), null, 10))[^1];
        last.Id.Should().Be(third.Id.Value);
        (await storage.Jobs.Position(new QueueName(queue), last)).Should().Be(new PlaceInLine(2, IsAtLeast: false));
        (await storage.Jobs.LongestWaiting(new QueueName(queue), SomeJobs.Noon, 10)).Should().ContainSingle().Which.Id.Should().Be(second.Id.Value);
    }

    [Fact]
    public async Task Counts_are_the_states_of_the_rows()
    {
        Job ended = await storage.Engine.Written(SomeJobs.Insert(Waiting()));
        ended = await storage.Engine.Written(SomeJobs.Update(ended, job => SomeJobs.Processing(job)));
        await storage.Engine.Written(SomeJobs.Update(ended, job => SomeJobs.Ended(job)));
        await storage.Engine.Written(SomeJobs.Insert(Waiting()));
        await storage.Engine.Written(SomeJobs.Insert(Waiting()));

        IReadOnlyDictionary<JobStatus, long> counts = await storage.Jobs.Counts(new QueueName(queue));

        counts.Where(count => count.Value > 0).Should().BeEquivalentTo(new Dictionary<JobStatus, long> { [JobStatus.Queued] = 2, [JobStatus.Completed] = 1 });
    }

    [Fact]
    public async Task Counts_by_type_tell_skipped_failed_and_retried_apart()
    {
        string type = "type-of-" + queue;
        Job Typed() => Waiting() is var job ? job with { Spec = job.Spec with { Type = type } } : job;
        foreach (Func<Job, Job> end in new Func<Job, Job>[]
        {
            job => SomeJobs.Ended(job),
            job => SomeJobs.Ended(job) with { Skipped = true },
            job => SomeJobs.Ended(job, JobStatus.Error) with { Attempt = 3 },
            job => SomeJobs.Ended(job, JobStatus.Cancelled),
        })
        {
            Job job = await storage.Engine.Written(SomeJobs.Insert(Typed()));
            await storage.Engine.Written(SomeJobs.Update(job, end));
        }

        await storage.Engine.Written(SomeJobs.Insert(Typed()));

        (await storage.Jobs.CountsByType()).Single(count => count.JobType == type).Should().Be(
            new TypeCount { JobType = type, Completed = 1, Skipped = 1, Failed = 1, Cancelled = 1, Retried = 2, Unfinished = 1 });
    }

    private Job Waiting() => SomeJobs.Queued(queue: queue);
}
