using GrainJobs.Execution;
using GrainJobs.Processes;
using GrainJobs.Storage;
using GrainJobs.Time;

namespace GrainJobs.Jobs;

/// <summary>Two silos on one PostgreSQL database, in real time.</summary>
public sealed class SeveralSilosTests : IAsyncLifetime
{
    private readonly ScratchFolder folder = new();
    private readonly Scripts scripts = new();
    private TestDatabase database = null!;
    private JobSilo one = null!;
    private JobSilo other = null!;

    public async Task InitializeAsync()
    {
        database = await TestDatabase.CreateAsync();
        one = await JobSilo.Join(folder.Path, database.ConnectionString, scripts);
        other = await JobSilo.Join(folder.Path, database.ConnectionString, scripts);
    }

    public async Task DisposeAsync()
    {
        await other.DisposeAsync();
        await one.DisposeAsync();
        await database.DisposeAsync();
        folder.Dispose();
    }

    [Fact]
    public async Task A_job_created_at_one_silo_is_read_at_the_other_at_once()
    {
        for (var number = 0; number < 100; number++)
        {
            var id = $"read-{number}";
            await one.Submit(new() { JobId = id });
            (await other.Desk.Find(new(id))).Should().NotBeNull();
            await other.Job(id).Patch(new() { Progress = number });
            (await one.Find(id)).Progress.Should().Be(number);
        }
    }

    [Fact]
    public async Task A_silo_that_leaves_in_the_middle_burns_no_attempt_and_loses_no_job()
    {
        var payload = scripts.Add(async context =>
        {
            using var work = new PeriodicTimer(TimeSpan.FromMilliseconds(30));
            await work.WaitForNextTickAsync(context.Stop);
            return JobOutcome.Completed();
        });
        string[] ids = [.. Enumerable.Range(0, 600).Select(number => $"job-{number:D3}")];
        await Task.WhenAll(ids.Select(id => one.Submit(new() { JobId = id, JobType = "scripted", Payload = payload, Queue = "shared", MaxAttempts = 1 })));
        await Eventually.BeTrue("some have run", () => scripts.Runs.Count > 100);

        await other.DisposeAsync();

        await Eventually.BeTrue("all have ended", async () => (await Count(JobStatus.Completed)) == ids.Length, TimeSpan.FromSeconds(60));
        var jobs = await one.Desk.FindMany([.. ids.Select(id => new JobId(id))]);
        jobs.Should().OnlyContain(job => job.Status == JobStatus.Completed && job.Failures == 0 && job.Losses == 0);
        scripts.Runs.Select(run => run.JobId).Distinct().Should().HaveCount(ids.Length);
        jobs.Select(job => job.StartedAt).Should().NotContainNulls();
        other = await JobSilo.Join(folder.Path, database.ConnectionString, scripts);
    }

    private async Task<long> Count(JobStatus status) => (await one.Queue("shared").View()).Counts.GetValueOrDefault(status);
}
