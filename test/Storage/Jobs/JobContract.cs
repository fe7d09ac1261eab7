using GrainJobs.Leases;
using GrainJobs.Queues;
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
            Receipt = new ReportReceipt(LeaseToken.New(QueueName.Default, "x"), "digest"),
            CancelRequestedAt = SomeJobs.Noon,
            HasDependents = true,
            Input = new JobInput { ContentType = "text/plain", Length = 3, FileName = "../a.txt", Attributes = "{}" },
        }));

        (await storage.Jobs.Find(job.Id)).Should().BeEquivalentTo(next);
    }

    [Fact]
    public async Task The_way_back_to_earlier_versions_is_kept_until_the_job_goes()
    {
        Job job = await storage.Engine.Written(SomeJobs.Insert(SomeJobs.Queued()));
        Job one = job;
        for (int progress = 1; progress <= 4; progress++)
        {
            one = await storage.Engine.Written(SomeJobs.Update(one, held => held with { Progress = progress }) with { Undo = $"{{\"progress\":{progress - 1}}}" });
        }

        await storage.Engine.Commit(SomeJobs.Update(job, held => held with { Progress = 9 }) with { Undo = "{}" });

        (await storage.Jobs.Undos(job.Id, 1, 5, 10)).Should().Equal(KeyValuePair.Create(4L, """{"progress":3}"""), KeyValuePair.Create(3L, """{"progress":2}"""), KeyValuePair.Create(2L, """{"progress":1}"""));
        (await storage.Jobs.Undos(job.Id, 0, 5, 1)).Should().ContainSingle().Which.Key.Should().Be(4);
        (await new JobPast(storage.Jobs).Between(job.Id, 2, 5)).Select(told => (told.Version, told.Progress)).Should().Equal((3, 2), (4, 3));

        Job ended = await storage.Engine.Written(SomeJobs.Update(one, held => SomeJobs.Ended(held)));
        (await storage.Engine.Commit(new JobDeletion(ended.Id, ended.Version))).Should().Be(WriteOutcome.Committed);
        (await storage.Jobs.Undos(job.Id, 0, 100, 10)).Should().BeEmpty();
    }

    [Fact]
    public async Task Of_a_long_past_the_oldest_missed_versions_are_told_first_and_in_pages()
    {
        Job job = await storage.Engine.Written(SomeJobs.Insert(SomeJobs.Queued()));
        for (int version = 2; version <= 1_204; version++)
        {
            job = await storage.Engine.Written(SomeJobs.Update(job, held => held with { Message = $"m{held.Version + 1}" }) with { Undo = $"{{\"message\":\"m{job.Version}\"}}" });
        }

        List<Job> told = [];
        for (long after = 3; await new JobPast(storage.Jobs).Between(job.Id, after, 1_204) is { Length: > 0 } page; after = page[^1].Version)
        {
            page.Length.Should().BeLessThanOrEqualTo(JobPast.MostAtOnce);
            told.AddRange(page);
        }

        told.Select(each => each.Message).Should().Equal(Enumerable.Range(4, 1_200).Select(version => $"m{version}"));
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

    /// <summary>Most jobs go through statements that send only what such jobs have; whatever one has besides must not be lost in them.</summary>
    [Fact]
    public async Task Whatever_a_job_asks_for_and_however_it_completes_it_reads_back_as_it_was_written()
    {
        Func<JobSpec, JobSpec>[] asks =
        [
            spec => spec,
            spec => spec with { Payload = null, Priority = -3, MaxAttempts = 9 },
            spec => spec with { ConcurrencyKey = "key" },
            spec => spec with { UniqueKey = spec.Id.Value },
            spec => spec with { Tags = ["a", "b"] },
            spec => spec with { Metadata = """{"m":1}""" },
            spec => spec with { Deadline = SomeJobs.Noon.AddDays(1) },
            spec => spec with { Message = "begins" },
            spec => spec with { Timeout = TimeSpan.FromSeconds(5), TraceParent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01" },
            spec => spec with { Timeout = TimeSpan.FromMinutes(5), Backoff = TimeSpan.FromMilliseconds(250) },
            spec => spec with { CallbackUrl = "https://example.org/x?y=1", OriginalJobId = new("first") },
            spec => spec with { RunAt = SomeJobs.Noon.AddHours(-1) },
            spec => spec with { RunAt = SomeJobs.Noon.AddHours(1) },
            spec => spec with { AwaitInput = true },
            spec => spec with { Stages = [new("first", null), new("second", null)] },
        ];
        LeaseReport[] reports =
        [
            new() { Token = default, Kind = ReportKind.Complete },
            new() { Token = default, Kind = ReportKind.Complete, Message = "done", Result = """{"n":1}""", DocumentId = "d" },
            new() { Token = default, Kind = ReportKind.Skip, Reason = "nothing to do" },
        ];
        foreach (Func<JobSpec, JobSpec> ask in asks)
        {
            foreach (LeaseReport report in reports)
            {
                JobChange creation = Creation(ask);
                Job job = await Applied(creation);
                if (job.Status == JobStatus.Queued)
                {
                    LeaseToken token = LeaseToken.New(job.Spec.Queue, job.Id.Value);
                    job = await Applied(JobLifecycle.Start(job, new("w"), token, SomeJobs.Noon.AddSeconds(1)).Value!);
                    await Applied(JobLifecycle.Report(job, report with { Token = token }, SomeJobs.Noon.AddSeconds(2), jitter: 0).Value!);
                    await AppliedAtOnce(ask, report, SomeJobs.Noon);
                    await AppliedAtOnce(ask, report, SomeJobs.Noon.AddSeconds(1));
                }
            }
        }

        JobChange Creation(Func<JobSpec, JobSpec> ask) =>
            JobLifecycle.Create(ask(new() { Id = new(SomeJobs.NewId()), Type = "t", Queue = new("shapes"), Payload = "{}" }), dependenciesMet: true, SomeJobs.Noon);

        async Task AppliedAtOnce(Func<JobSpec, JobSpec> ask, LeaseReport report, DateTimeOffset startedAt)
        {
            JobChange creation = Creation(ask);
            LeaseToken token = LeaseToken.New(creation.Next.Spec.Queue, creation.Next.Id.Value);
            Job job = await Applied(creation.Then(JobLifecycle.Start(creation.Next, new("w"), token, startedAt).Value!));
            job.Should().Match<Job>(each => each.Status == JobStatus.Processing && each.Version == 2 && each.Attempt == 1);
            await Applied(JobLifecycle.Report(job, report with { Token = token }, SomeJobs.Noon.AddSeconds(2), jitter: 0).Value!);
        }

        async Task<Job> Applied(JobChange change)
        {
            Job written = await storage.Engine.Written(change.ToWrite());
            (await storage.Jobs.Find(written.Id)).Should().BeEquivalentTo(written);
            (await storage.Jobs.Events(written.Id, 0, 100)).Should().HaveCount(written.LastEvent);
            return written;
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

    /// <summary>Each of them goes by a statement of its own.</summary>
    [Theory]
    [InlineData("move")]
    [InlineData("update")]
    [InlineData("completion")]
    public async Task A_late_change_of_any_kind_is_a_conflict_and_changes_nothing(string kind)
    {
        Job held = await storage.Engine.Written(SomeJobs.Update(await storage.Engine.Written(SomeJobs.Insert(SomeJobs.Queued())), job => SomeJobs.Processing(job)));
        Job second = await storage.Engine.Written(SomeJobs.Update(held, job => job with { Message = "second" }));
        JobWrite late = kind switch
        {
            "move" => SomeJobs.Update(held, job => job with { Message = "late" }),
            "update" => SomeJobs.Update(held, job => job with { Error = "late" }),
            _ => JobLifecycle.Complete(held, new() { Token = held.Lease!.Token, Kind = ReportKind.Complete }, SomeJobs.Noon.AddSeconds(2)).Value!.ToWrite() with { Undo = null },
        };
        (JobShape.IsMove(late), JobShape.IsMove(late) && JobShape.IsCompletion(late)).Should().Be((kind != "update", kind == "completion"));

        (await storage.Engine.Commit(late)).Should().Be(WriteOutcome.Conflict);

        (await storage.Jobs.Find(held.Id)).Should().BeEquivalentTo(second);
        (await storage.Jobs.Events(held.Id, 0, 10)).Select(happened => happened.Seq).Should().Equal(1, 2, 3, 4);
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
    public async Task Of_many_committed_together_each_has_its_own_outcome()
    {
        Job taken = await storage.Engine.Written(SomeJobs.Insert(SomeJobs.Queued()));
        Job twice = SomeJobs.Queued();

        WriteOutcome[] outcomes = await storage.Engine.CommitAll(
        [
            SomeJobs.Insert(SomeJobs.Queued()),
            SomeJobs.Insert(SomeJobs.Queued() with { Progress = 101 }),
            SomeJobs.Insert(taken),
            SomeJobs.Insert(twice),
            SomeJobs.Insert(twice),
            SomeJobs.Insert(SomeJobs.Queued() with { Message = "nul \0" }),
            SomeJobs.Insert(SomeJobs.Queued()),
        ]);

        outcomes.Should().Equal(
            WriteOutcome.Committed, WriteOutcome.Rejected, WriteOutcome.Conflict, WriteOutcome.Committed, WriteOutcome.Conflict, WriteOutcome.Rejected, WriteOutcome.Committed);
        (await storage.Engine.CommitAll([])).Should().BeEmpty();
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
