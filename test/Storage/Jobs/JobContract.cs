using GrainJobs.Leases;
using GrainJobs.Storage;

namespace GrainJobs.Jobs;

/// <summary>What both databases must do alike with single jobs.</summary>
public abstract class JobContract(DatabaseUnderTest database)
{
    private readonly StorageUnderTest storage = database.Storage;

    [Fact]
    public async Task A_job_reads_back_as_it_was_written()
    {
        Job full = FullJob();

        await storage.Engine.Written(SomeJobs.Insert(full));

        (await storage.Jobs.Find(full.Id)).Should().BeEquivalentTo(full);
    }

    [Fact]
    public async Task An_update_reads_back_as_it_was_written()
    {
        Job job = await storage.Engine.Written(SomeJobs.Insert(SomeJobs.Queued()));

        Job next = await storage.Engine.Written(SomeJobs.Update(job, held => SomeJobs.Processing(held) with
        {
            Progress = 40,
            Message = "halfway",
            Failures = 1,
            Losses = 2,
            Error = "earlier",
            ErrorCode = "transient",
            Receipt = new ReportReceipt(LeaseToken.New("x"), "digest"),
            CancelRequestedAt = SomeJobs.Noon,
            HasDependents = true,
            Input = new JobInput { ContentType = "text/plain", Length = 3, FileName = "../a.txt", Attributes = "{}" },
        }));

        (await storage.Jobs.Find(job.Id)).Should().BeEquivalentTo(next);
    }

    /// <summary>An announced end raises no version, and until it is announced retention leaves it.</summary>
    [Fact]
    public async Task An_end_is_announced_at_its_version_and_kept_until_then()
    {
        Job job = await storage.Engine.Written(SomeJobs.Insert(SomeJobs.Queued()));
        Job ended = await storage.Engine.Written(SomeJobs.Update(job, held => SomeJobs.Ended(held) with { CallbackDue = true, FinishedAt = DateTimeOffset.UnixEpoch }));
        await storage.Jobs.Retire(failed: false, DateTimeOffset.UnixEpoch.AddDays(1), 1_000);
        (await storage.Jobs.CallbacksDue(1_000)).Select(each => each.Id).Should().Contain(job.Id);

        (await storage.Engine.Commit(JobLifecycle.AnnounceEnd(ended, SomeJobs.Noon).Value!.ToWrite())).Should().Be(WriteOutcome.Committed);

        (await storage.Jobs.Find(job.Id)).Should().BeEquivalentTo(ended with { CallbackDue = false });
        await storage.Jobs.Retire(failed: false, DateTimeOffset.UnixEpoch.AddDays(1), 1_000);
        (await storage.Jobs.Find(job.Id)).Should().BeNull();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_whole_life_reads_back_at_every_step(bool previousIsKnown)
    {
        Job job = await storage.Engine.Written(SomeJobs.Insert(SomeJobs.Queued()));
        foreach (Func<Job, Job> step in new Func<Job, Job>[]
        {
            held => SomeJobs.Processing(held) with { Progress = 3, Message = "runs" },
            held => held with { Status = JobStatus.Queued, Lease = null, Failures = 1, Error = "no", ErrorCode = "user", ReadyAt = SomeJobs.Noon.AddHours(1) },
            held => SomeJobs.Processing(held, "other"),
            held => SomeJobs.Ended(held) with { Receipt = new ReportReceipt(held.Lease!.Token, "d"), Progress = 100 },
            held => held with { HasDependents = true },
        })
        {
            JobWrite write = SomeJobs.Update(job, step);
            job = await storage.Engine.Written(previousIsKnown ? write : write with { Previous = null });
            (await storage.Jobs.Find(job.Id)).Should().BeEquivalentTo(job);
        }
    }

    [Fact]
    public async Task Events_are_numbered_without_gaps_in_a_short_and_in_a_long_history()
    {
        Job job = await storage.Engine.Written(SomeJobs.Insert(SomeJobs.Queued()));
        foreach (int seq in Enumerable.Range(3, 30))
        {
            JobEvent happened = new(seq, JobEventType.Updated, SomeJobs.Noon.AddMicroseconds(seq), Data(seq));
            job = await storage.Engine.Written(SomeJobs.Update(job, held => held) with { Events = [happened] });
        }

        IReadOnlyList<JobEvent> all = await storage.Jobs.Events(job.Id, 0, 100);

        all.Select(happened => happened.Seq).Should().Equal(Enumerable.Range(1, 32));
        all.Skip(2).Should().AllSatisfy(happened => happened.Should().Be(
            new JobEvent(happened.Seq, JobEventType.Updated, SomeJobs.Noon.AddMicroseconds(happened.Seq), Data(happened.Seq))));
        foreach (int after in Enumerable.Range(0, 33))
        {
            (await storage.Jobs.Events(job.Id, after, 4)).Select(happened => happened.Seq).Should().Equal(Enumerable.Range(after + 1, Math.Min(4, 32 - after)));
        }

        static string? Data(int seq) => (seq % 4) switch
        {
            0 => null,
            1 => $$"""{"n":{{seq}},"separators":"{{(char)0x1E}}{{(char)0x1F}}"}""",
            2 => $$"""{"long":"{{new string('x', 300)}}"}""",
            _ => $$"""{"ü":{{seq}}}""",
        };
    }

    [Fact]
    public async Task A_job_nobody_wrote_is_not_found() => (await storage.Jobs.Find(new JobId("nobody"))).Should().BeNull();

    [Fact]
    public async Task An_update_of_another_version_is_a_conflict_and_changes_nothing()
    {
        Job job = await storage.Engine.Written(SomeJobs.Insert(SomeJobs.Queued()));
        Job second = await storage.Engine.Written(SomeJobs.Update(job, held => held with { Message = "second" }));

        WriteOutcome late = await storage.Engine.Commit(SomeJobs.Update(job, held => held with { Message = "late" }));

        late.Should().Be(WriteOutcome.Conflict);
        (await storage.Jobs.Find(job.Id)).Should().BeEquivalentTo(second);
        (await storage.Jobs.Events(job.Id, 0, 10)).Select(happened => happened.Seq).Should().Equal(1, 2, 3);
    }

    [Fact]
    public async Task Fifty_racing_creations_make_one_job()
    {
        string id = SomeJobs.NewId();

        WriteOutcome[] outcomes = await Task.WhenAll(Enumerable.Range(0, 50)
            .Select(n => storage.Engine.Commit(SomeJobs.Insert(SomeJobs.Queued(id) with { Message = $"from {n}" }))));

        outcomes.Count(outcome => outcome == WriteOutcome.Committed).Should().Be(1);
        outcomes.Count(outcome => outcome == WriteOutcome.Conflict).Should().Be(49);
        (await storage.Jobs.Find(new JobId(id)))!.Message.Should().Be($"from {Array.IndexOf(outcomes, WriteOutcome.Committed)}");
    }

    [Fact]
    public async Task A_deletion_takes_everything_with_it()
    {
        Job job = await storage.Engine.Written(SomeJobs.Insert(SomeJobs.Queued()) with { Input = [1, 2, 3] });
        await storage.Engine.Commit(new JobLogWrite(job.Id, SomeJobs.Lines(1, 3), "batch"));

        (await storage.Engine.Commit(new JobDeletion(job.Id, job.Version + 1))).Should().Be(WriteOutcome.Conflict);
        (await storage.Engine.Commit(new JobDeletion(job.Id, job.Version))).Should().Be(WriteOutcome.Committed);

        (await storage.Jobs.Find(job.Id)).Should().BeNull();
        (await storage.Jobs.Events(job.Id, 0, 10)).Should().BeEmpty();
        (await storage.Jobs.Logs(job.Id, 0, 10)).Should().BeEmpty();
        (await storage.Jobs.Input(job.Id)).Should().BeNull();
    }

    [Fact]
    public async Task Input_bytes_lie_beside_the_row_and_are_replaced()
    {
        Job job = await storage.Engine.Written(SomeJobs.Insert(SomeJobs.Queued()) with { Input = [1, 2, 3] });
        await storage.Engine.Written(SomeJobs.Update(job, held => held) with { Input = [4, 5] });

        (await storage.Jobs.Input(job.Id)).Should().Equal(4, 5);
        (await storage.Jobs.Inputs([job.Id], longest: 1)).Should().BeEmpty();
        (await storage.Jobs.Inputs([job.Id], longest: 2))[job.Id].Should().Equal(4, 5);
    }

    [Theory]
    [InlineData('\0')]
    [InlineData('\uD83D')]
    [InlineData('\uDE00')]
    public async Task Text_that_the_databases_keep_differently_is_rejected(char character)
    {
        string text = $"a{character}b";
        Job job = SomeJobs.Queued() with { Message = text };

        (await storage.Engine.Commit(SomeJobs.Insert(job))).Should().Be(WriteOutcome.Rejected);
        (await storage.Jobs.Find(job.Id)).Should().BeNull();
    }

    [Fact]
    public async Task One_bad_row_of_a_hundred_fails_alone()
    {
        Job[] jobs = [.. Enumerable.Range(0, 100).Select(n => SomeJobs.Queued() with { Progress = n == 37 ? 101 : 0 })];

        WriteOutcome[] outcomes = await Task.WhenAll(jobs.Select(job => storage.Engine.Commit(SomeJobs.Insert(job))));

        outcomes.Where((_, n) => n != 37).Should().AllBeEquivalentTo(WriteOutcome.Committed);
        outcomes[37].Should().Be(WriteOutcome.Rejected);
        (await storage.Jobs.FindMany([.. jobs.Select(job => job.Id)])).Should().HaveCount(99);
    }

    [Fact]
    public async Task A_second_unfinished_job_of_a_unique_key_is_a_conflict_until_the_first_has_ended()
    {
        Job Unique() => SomeJobs.Queued() is var job ? job with { Spec = job.Spec with { UniqueKey = "only" } } : job;
        Job first = await storage.Engine.Written(SomeJobs.Insert(Unique()));

        (await storage.Engine.Commit(SomeJobs.Insert(Unique()))).Should().Be(WriteOutcome.Conflict);
        (await storage.Jobs.FindUnfinished("t", "only"))!.Id.Should().Be(first.Id);

        await storage.Engine.Written(SomeJobs.Update(first, job => SomeJobs.Ended(job)));
        (await storage.Jobs.FindUnfinished("t", "only")).Should().BeNull();
        await storage.Engine.Written(SomeJobs.Insert(Unique()));
    }

    [Fact]
    public async Task Large_values_are_kept_whole()
    {
        string payload = $"\"{new string('x', 2_000_000)}é\"";
        Job job = SomeJobs.Queued();
        job = job with { Spec = job.Spec with { Payload = payload }, Result = payload };
        byte[] input = new byte[3_000_000];
        Random.Shared.NextBytes(input);

        await storage.Engine.Written(SomeJobs.Insert(job) with { Input = input });

        (await storage.Jobs.Find(job.Id)).Should().BeEquivalentTo(job);
        (await storage.Jobs.Input(job.Id)).Should().Equal(input);
    }

    private static Job FullJob()
    {
        Job job = SomeJobs.Queued(queue: "full");
        return job with
        {
            Status = JobStatus.Pending,
            DocumentId = "doc",
            Stage = 1,
            Reason = "because",
            CallbackDue = true,
            DependenciesMet = false,
            TakenOver = true,
            Spec = job.Spec with
            {
                Tracked = true,
                AwaitInput = true,
                Metadata = """{"z": 1,  "a": "ü\u0001"}""",
                Stages = [new JobStage("one", null), new JobStage("two", "{}")],
                Priority = -3,
                MaxAttempts = 7,
                Timeout = TimeSpan.FromSeconds(1.5),
                Deadline = SomeJobs.Noon.AddDays(1),
                UniqueKey = "unique",
                DependsOn = [new JobId("a"), new JobId("b")],
                Tags = ["red", "blue \"x\""],
                ConcurrencyKey = "tenant",
                CallbackUrl = "https://example.org/x?y=1",
                Message = "Hello",
                RunAt = SomeJobs.Noon.AddHours(1),
                OriginalJobId = new JobId("first"),
                TraceParent = "00-1-2-01",
                Backoff = TimeSpan.FromMilliseconds(250),
            },
        };
    }
}
