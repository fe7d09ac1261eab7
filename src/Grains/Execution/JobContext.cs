using GrainJobs.Files;
using GrainJobs.Jobs;
using GrainJobs.Leases;
using Microsoft.Extensions.DependencyInjection;

namespace GrainJobs.Execution;

/// <summary>What a handler sees of its attempt.</summary>
internal sealed class JobContext(RunningAttempt attempt, IServiceProvider services, JobLedger ledger, TimeProvider time) : IJobContext
{
    private static readonly TimeSpan ReportEvery = TimeSpan.FromSeconds(1);
    private long reportedAt;

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

    public async Task Report(int progress, string? message = null)
    {
        if (reportedAt != 0 && time.GetElapsedTime(reportedAt) < ReportEvery && progress < 100)
        {
            return;
        }

        reportedAt = time.GetTimestamp();
        var report = new LeaseReport { Token = attempt.Grant.Token, Kind = ReportKind.Progress, Progress = progress, Message = message };
        var answer = await ledger.Change(JobId, services.GetRequiredService<RecentJobs>().Find(JobId), (job, now) => JobLifecycle.Progress(job, report, now));
        if (answer.IsRefused)
        {
            attempt.End(StopCause.Lost);
        }
    }

    public async Task Log(string message, string level = "info")
    {
        await services.GetRequiredService<JobLogbook>().Append(JobId, [new(0, default, level, message)], null);
    }
}
