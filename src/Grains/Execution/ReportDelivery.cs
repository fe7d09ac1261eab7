using GrainJobs.Jobs;
using GrainJobs.Leases;
using GrainJobs.Storage;
using Microsoft.Extensions.Logging;

namespace GrainJobs.Execution;

/// <summary>Brings a report into the job's row, through an outage of storage if need be: what was done must not be done again for a moment's outage.</summary>
internal sealed partial class ReportDelivery(JobLedger ledger, RecentJobs recent, TimeProvider time, ILogger<ReportDelivery> logger)
{
    private static readonly TimeSpan RetryEvery = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan GiveUpAfter = TimeSpan.FromMinutes(2);

    /// <summary>The job after the report; null when it could not be brought in.</summary>
    public async Task<Job?> Deliver(Job job, LeaseReport report)
    {
        var started = time.GetTimestamp();
        while (true)
        {
            try
            {
                var answer = await ledger.Change(job.Id, recent.Find(job.Id) ?? job, (each, now) => JobLifecycle.Report(each, report, now, Random.Shared.NextDouble()), report.Token);
                if (answer.IsRefused)
                {
                    LogRefused(job.Id, answer.Refusal.Detail);
                }

                return answer.Value;
            }
            catch (Exception exception) when (exception is StorageUnavailableException or OverloadedException)
            {
                if (time.GetElapsedTime(started) > GiveUpAfter)
                {
                    LogGivenUp(exception, job.Id);
                    return null;
                }

                await Task.Delay(RetryEvery, time);
            }
        }
    }

    [LoggerMessage(LogLevel.Warning, "The report on job {Job} came too late: {Refusal}")]
    private partial void LogRefused(JobId job, string refusal);

    [LoggerMessage(LogLevel.Error, "The report on job {Job} could not be stored; its lease will end and the job runs again")]
    private partial void LogGivenUp(Exception exception, JobId job);
}
