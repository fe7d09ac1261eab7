using GrainJobs.Storage;

namespace GrainJobs.Jobs;

/// <summary>What both databases must do alike with lists, logs, dependencies and retention.</summary>
public abstract class JobReadsContract(DatabaseUnderTest database)
{
    private static int last;

    private readonly StorageUnderTest storage = database.Storage;
    private readonly string mark = $"m{Interlocked.Increment(ref last)}";

    [Fact]
    public async Task Many_reads_at_once_get_each_its_own_job()
    {
        Job[] jobs = await Task.WhenAll(Enumerable.Range(0, 300).Select(_ => storage.Engine.Written(SomeJobs.Insert(SomeJobs.Queued()))));

        Job?[] found = await Task.WhenAll(jobs.Select(job => storage.Jobs.Find(job.Id)));

        found.Select(job => job!.Id).Should().Equal(jobs.Select(job => job.Id));
    }

    [Fact]
    public async Task A_list_is_newest_first_and_continues_after_a_place()
    {
        Job[] jobs = await Task.WhenAll(Enumerable.Range(0, 9).Select(n => storage.Engine.Written(SomeJobs.Insert(
            SomeJobs.Queued(queue: mark) with { CreatedAt = SomeJobs.Noon.AddMicroseconds(n / 2) }))));

        List<Job> read = [];
        JobFilter filter = new() { Queue = mark, Limit = 4 };
        FoundJobs page;
        do
        {
            page = await storage.Jobs.List(filter);
            read.AddRange(page.Jobs);
            filter = filter with { After = page.Next };
        }
        while (page.Next is not null);

        read.Select(job => job.Id).Should().Equal(
            jobs.OrderByDescending(job => job.CreatedAt).ThenByDescending(job => job.Id).Select(job => job.Id));
    }

    [Fact]
    public async Task A_list_is_filtered_by_type_status_and_tag()
    {
        Job plain = SomeJobs.Queued(queue: mark, type: "plain");
        Job tagged = plain with { Spec = plain.Spec with { Id = new JobId(SomeJobs.NewId()), Tags = ["x \"y\"", "z"] } };
        await storage.Engine.Written(SomeJobs.Insert(plain));
        await storage.Engine.Written(SomeJobs.Insert(tagged));

        async Task<int> Count(JobFilter filter) => (await storage.Jobs.List(filter with { Queue = mark })).Jobs.Length;
        (await Count(new JobFilter { Tag = "x \"y\"" })).Should().Be(1);
        (await Count(new JobFilter { Tag = "x" })).Should().Be(0);
        (await Count(new JobFilter { Type = "plain", Status = JobStatus.Queued })).Should().Be(2);
        (await Count(new JobFilter { Type = "other" })).Should().Be(0);
        (await Count(new JobFilter { Status = JobStatus.Error })).Should().Be(0);
    }

    [Fact]
    public async Task Log_lines_are_stored_once_in_order_and_without_a_gap()
    {
        Job job = await storage.Engine.Written(SomeJobs.Insert(SomeJobs.Queued()));
        async Task<WriteOutcome> Append(long first, int count, string? key = null) =>
            await storage.Engine.Commit(new JobLogWrite(job.Id, SomeJobs.Lines(first, count), key));

        (await Append(2, 1)).Should().Be(WriteOutcome.Conflict);
        (await Append(1, 3, "a")).Should().Be(WriteOutcome.Committed);
        (await Append(3, 2)).Should().Be(WriteOutcome.Conflict);
        (await Append(4, 2, "a")).Should().Be(WriteOutcome.Conflict);
        (await Append(5, 1)).Should().Be(WriteOutcome.Conflict);
        (await Append(4, 2, "b")).Should().Be(WriteOutcome.Committed);

        (await storage.Jobs.Logs(job.Id, 0, 100)).Select(line => line.Seq).Should().Equal(1, 2, 3, 4, 5);
        (await storage.Jobs.Logs(job.Id, 3, 1)).Should().ContainSingle().Which.Message.Should().Be("line 4");
        (await storage.Jobs.LogEnd(job.Id)).Should().Be(new LogEnd(5, 5 * "line 1".Length));
        (await storage.Jobs.LogBatch(job.Id, "a")).Should().Be(3);
        (await storage.Jobs.LogBatch(job.Id, "c")).Should().BeNull();
    }

    [Fact]
    public async Task A_log_of_no_job_is_a_conflict() =>
        (await storage.Engine.Commit(new JobLogWrite(new JobId("nobody"), SomeJobs.Lines(1, 1), null))).Should().Be(WriteOutcome.Conflict);

    [Fact]
    public async Task A_file_is_unused_when_no_job_names_it()
    {
        Job job = SomeJobs.Queued() with { Input = new() { ContentType = "text/plain", Length = 1, FileId = new string('a', 32) } };
        await storage.Engine.Written(SomeJobs.Insert(job));

        (await storage.Jobs.UnusedFiles([new string('a', 32), new string('b', 32)])).Should().Equal(new string('b', 32));
    }

    [Fact]
    public async Task A_job_and_its_log_commit_in_one_batch()
    {
        Job job = SomeJobs.Queued();

        WriteOutcome[] outcomes = await storage.Store.Commit(
            [SomeJobs.Insert(job), new JobLogWrite(job.Id, SomeJobs.Lines(1, 2), null)], default);

        outcomes.Should().Equal(WriteOutcome.Committed, WriteOutcome.Committed);
        (await storage.Jobs.Logs(job.Id, 0, 10)).Should().HaveCount(2);
    }

    [Fact]
    public async Task A_dependent_is_resolvable_when_all_have_ended_or_one_has_failed()
    {
        Job one = await storage.Engine.Written(SomeJobs.Insert(SomeJobs.Queued()));
        Job two = await storage.Engine.Written(SomeJobs.Insert(SomeJobs.Queued()));
        Job waiting = SomeJobs.Queued() with { Status = JobStatus.Pending, DependenciesMet = false };
        waiting = waiting with { Spec = waiting.Spec with { DependsOn = [one.Id, two.Id, one.Id] } };
        await storage.Engine.Written(SomeJobs.Insert(waiting));
        async Task<bool> Resolvable() => (await storage.Jobs.Resolvable(1000)).Contains(waiting.Id);

        (await storage.Jobs.Dependents([one.Id])).Should().Equal(waiting.Id);
        (await Resolvable()).Should().BeFalse();
        await storage.Engine.Written(SomeJobs.Update(one, job => SomeJobs.Ended(job)));
        (await Resolvable()).Should().BeFalse();
        await storage.Engine.Written(SomeJobs.Update(two, job => SomeJobs.Ended(job, JobStatus.Error)));
        (await Resolvable()).Should().BeTrue();
        await storage.Engine.Written(SomeJobs.Update(waiting, job => job with { Status = JobStatus.Queued, DependenciesMet = true }));
        (await Resolvable()).Should().BeFalse();
    }

    [Fact]
    public async Task Deadlines_and_callbacks_due_are_found()
    {
        Job late = SomeJobs.Queued();
        late = late with { Spec = late.Spec with { Deadline = SomeJobs.Noon } };
        await storage.Engine.Written(SomeJobs.Insert(late));
        (await storage.Jobs.PastDeadline(SomeJobs.Noon.AddMicroseconds(-1), 1000)).Should().NotContain(late.Id);
        (await storage.Jobs.PastDeadline(SomeJobs.Noon, 1000)).Should().Contain(late.Id);

        Job ended = await storage.Engine.Written(SomeJobs.Update(late, job => SomeJobs.Ended(job) with { CallbackDue = true }));
        (await storage.Jobs.PastDeadline(SomeJobs.Noon, 1000)).Should().NotContain(late.Id);
        (await storage.Jobs.CallbacksDue(1000)).Should().ContainSingle(job => job.Id == ended.Id);
        await storage.Engine.Written(SomeJobs.Update(ended, job => job with { CallbackDue = false }));
        (await storage.Jobs.CallbacksDue(1000)).Should().NotContain(job => job.Id == ended.Id);
    }

    [Fact]
    public async Task Retention_removes_what_ended_before_and_names_files_no_row_needs_any_more()
    {
        DateTimeOffset longAgo = SomeJobs.Noon.AddYears(-10);
        async Task<Job> Ended(JobStatus status, string file, DateTimeOffset at)
        {
            Job job = await storage.Engine.Written(SomeJobs.Insert(SomeJobs.Queued() with
            {
                Input = new JobInput { ContentType = "x/y", Length = 1, FileId = file + mark },
            }));
            return await storage.Engine.Written(SomeJobs.Update(job, running => SomeJobs.Ended(running, status) with { FinishedAt = at }));
        }

        Job shared = await Ended(JobStatus.Completed, "shared", longAgo);
        Job alone = await Ended(JobStatus.Cancelled, "alone", longAgo);
        Job failed = await Ended(JobStatus.Error, "failed", longAgo);
        Job kept = await Ended(JobStatus.Completed, "shared", longAgo.AddYears(1));

        Retired retired = await storage.Jobs.Retire(failed: false, longAgo.AddDays(1), 100);

        retired.Rows.Should().Be(2);
        retired.Files.Should().Equal("alone" + mark);
        (await storage.Jobs.FindMany([shared.Id, alone.Id, failed.Id, kept.Id])).Select(job => job.Id).Should().BeEquivalentTo([failed.Id, kept.Id]);
        (await storage.Jobs.Retire(failed: true, longAgo.AddDays(1), 100)).Files.Should().Equal("failed" + mark);
    }
}
