using GrainJobs.Files;
using GrainJobs.Jobs;
using GrainJobs.Leases;
using GrainJobs.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace GrainJobs.Execution;

/// <summary>What a handler sees of its attempt.</summary>
internal sealed class JobContext(RunningAttempt attempt, IServiceProvider services, JobLedger ledger, TimeProvider time) : IJobContext
{
    private static readonly TimeSpan LeaseReportsEvery = TimeSpan.FromSeconds(1);
    private long reportedAt;
    private LeaseReport? held;
    private volatile bool isOver;

    public JobId JobId => Job.Id;

    public int Attempt => Job.Attempt;

    public Job Job => attempt.Grant.Job!;

    public CancellationToken Stop => attempt.Stop;

    public IServiceProvider Services => services;

    public async Task<Stream?> OpenInput()
    {
        if (Job.Input is not { } input)
        {
            return null;
        }

        if (input.FileId is { } file)
        {
            var content = FileId.Parse(file) is { } id ? await services.GetRequiredService<IFileStore>().Open(id, FileRange.Whole, Stop) : null;
            return content?.Content ?? throw new FileNotFoundException($"The input file of job {JobId} is gone");
        }

        var bytes = attempt.Grant.Input ?? await services.GetRequiredService<IJobStore>().Input(JobId);
        return bytes is null ? null : new MemoryStream(bytes, writable: false);
    }

    /// <summary>What comes within a second of the last write waits for the end of it; the newest counts.</summary>
    public async Task Report(int progress, string? message = null)
    {
        var report = new LeaseReport { Token = attempt.Grant.Token, Kind = ReportKind.Progress, Progress = progress, Message = message };
        // A job that was tracked keeps the promise of tracked jobs: every report is written.
        var every = Job.TakenOver ? TimeSpan.Zero : LeaseReportsEvery;
        var since = reportedAt == 0 ? every : time.GetElapsedTime(reportedAt);
        if (since >= every || progress >= 100)
        {
            held = null;
            await Write(report);
        }
        else if (Interlocked.Exchange(ref held, report) is null)
        {
            _ = WriteHeld(every - since);
        }
    }

    /// <summary>The handler has ended: nothing held is written any more.</summary>
    public void Close() => isOver = true;

    public async Task Log(string message, string level = "info")
    {
        await services.GetRequiredService<JobLogbook>().Append(JobId, [new(0, default, level, message)], null);
    }

    private async Task Write(LeaseReport report)
    {
        reportedAt = time.GetTimestamp();
        var answer = await ledger.Change(JobId, services.GetRequiredService<RecentJobs>().Find(JobId), (job, now) => JobLifecycle.Progress(job, report, now), report.Token);
        if (answer.IsRefused)
        {
            attempt.End(StopCause.Lost);
        }
    }

    private async Task WriteHeld(TimeSpan wait)
    {
        try
        {
            await Task.Delay(wait, time, Stop);
            if (Interlocked.Exchange(ref held, null) is { } newest && !isOver)
            {
                await Write(newest);
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or ObjectDisposedException or StorageUnavailableException or OverloadedException)
        {
            // The attempt is over, or storage is away: progress is no loss.
        }
    }
}
