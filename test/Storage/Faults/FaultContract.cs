using GrainJobs.Jobs;

namespace GrainJobs.Storage;

/// <summary>What both databases must survive alike.</summary>
public abstract class FaultContract(DatabaseUnderTest database)
{
    private readonly StorageUnderTest storage = database.Storage;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_lost_answer_or_a_lost_request_is_neither_a_failure_nor_a_second_write(bool isCommitted)
    {
        await using StorageUnderTest faulty = await database.ConnectAsync();
        FailPoint point = isCommitted ? FailPoint.AfterCommitBeforeAcknowledge : FailPoint.BeforeCommit;
        Job job = await faulty.Engine.Written(SomeJobs.Insert(SomeJobs.Queued()));
        for (int round = 0; round < 20; round++)
        {
            int left = 1;
            faulty.FailPoints.Arm(reached => reached == point && Interlocked.Decrement(ref left) == 0);
            job = await faulty.Engine.Written(SomeJobs.Update(job, held => held with { Message = $"{round}" }));
        }

        faulty.FailPoints.Arm(null);
        (await storage.Jobs.Find(job.Id)).Should().BeEquivalentTo(job);
        (await storage.Jobs.Events(job.Id, 0, 100)).Select(happened => happened.Seq).Should().Equal(Enumerable.Range(1, 22));
    }

    [Fact]
    public async Task Log_lines_are_stored_once_although_every_answer_is_lost()
    {
        await using StorageUnderTest faulty = await database.ConnectAsync();
        Job job = await faulty.Engine.Written(SomeJobs.Insert(SomeJobs.Queued()));
        for (int round = 0; round < 10; round++)
        {
            int left = 1;
            faulty.FailPoints.Arm(reached => reached == FailPoint.AfterCommitBeforeAcknowledge && Interlocked.Decrement(ref left) == 0);
            (await faulty.Engine.Commit(new JobLogWrite(job.Id, SomeJobs.Lines(1 + (round * 3), 3), $"{round}"))).Should().Be(WriteOutcome.Committed);
        }

        (await storage.Jobs.Logs(job.Id, 0, 100)).Select(line => line.Seq).Should().Equal(Enumerable.Range(1, 30).Select(seq => (long)seq));
    }

    [Fact]
    public async Task Racing_writers_of_two_processes_never_both_win_a_version()
    {
        await using StorageUnderTest other = await database.ConnectAsync();
        Job[] jobs = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => storage.Engine.Written(SomeJobs.Insert(SomeJobs.Queued()))));

        int[] wins = await Task.WhenAll(jobs.SelectMany(job => new[] { Race(storage, job.Id), Race(storage, job.Id), Race(other, job.Id), Race(other, job.Id) }));

        IReadOnlyList<Job> after = await storage.Jobs.FindMany([.. jobs.Select(job => job.Id)]);
        after.Sum(job => job.Version - 1).Should().Be(wins.Sum());
        foreach (Job job in after)
        {
            (await storage.Jobs.Events(job.Id, 0, 1000)).Select(happened => happened.Seq).Should().Equal(Enumerable.Range(1, job.LastEvent));
        }
    }

    private static async Task<int> Race(StorageUnderTest racer, JobId id)
    {
        int wins = 0;
        for (int round = 0; round < 25; round++)
        {
            Job job = (await racer.Jobs.Find(id))!;
            wins += await racer.Engine.Commit(SomeJobs.Update(job, held => held with { Message = $"{round}" })) == WriteOutcome.Committed ? 1 : 0;
        }

        return wins;
    }
}
