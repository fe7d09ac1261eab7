using GrainJobs.Jobs;
using GrainJobs.Leases;
using GrainJobs.Workers;

namespace GrainJobs.Execution;

/// <summary>Runs jobs of types that are switched inline within the submitting call: leased in the very write that creates them.</summary>
internal sealed class InlineRuns(
    HandlerRegistry handlers, HandlerRun runs, ReportDelivery delivery, JobLedger ledger, RunningAttempts running, ILocalSiloDetails silo)
{
    private readonly WorkerId worker = SiloLiveness.WorkerOf(silo.SiloAddress);

    public bool Takes(Job job) =>
        job is { Status: JobStatus.Queued, IsTracked: false } && handlers.Find(job.RunningType) is { Options.Inline: true };

    /// <summary>The job after its run; null when its id or unique key is taken.</summary>
    public async Task<Result<Job>?> Run(JobChange creation)
    {
        var token = LeaseToken.New(creation.Next.Spec.Queue, creation.Next.Id.Value);
        var started = JobLifecycle.Start(creation.Next, worker, token, creation.Next.CreatedAt).Value!;
        var both = new JobChange(null, started.Next with { Version = 1 }, [.. creation.Events, .. started.Events]);
        var created = await ledger.Create(both);
        if (created is not { IsRefused: false } job)
        {
            return created;
        }

        using var attempt = new RunningAttempt(new() { Token = token, Duration = TimeSpan.Zero, Job = job.Value });
        running.Add(attempt);
        try
        {
            var report = await runs.Run(handlers.Find(job.Value!.RunningType)!, attempt);
            return await delivery.Deliver(job.Value, report) ?? job.Value;
        }
        finally
        {
            running.Remove(attempt);
        }
    }
}
