using GrainJobs.Jobs;
using GrainJobs.Leases;
using GrainJobs.Queues;
using Microsoft.Extensions.Options;

namespace GrainJobs.Execution;

/// <summary>
/// Creates jobs; one that finds nobody before it in its queue and a free place of this silo's worker is leased in the very write that creates it, and starts
/// one commit sooner. Its row is as after the two writes: created is its first version, started its second.
/// </summary>
internal sealed class ImmediateStarts(QueueDoors doors, SiloExecutor executor, JobLedger ledger, QueuedJobs queued, IOptions<LeaseOptions> leases)
{
    /// <summary>The job as it was created; null when its id or unique key is taken.</summary>
    public async Task<Result<Job>?> Create(JobChange creation)
    {
        var job = creation.Next;
        if (job is not { Status: JobStatus.Queued, IsTracked: false } || doors.Find(job.Spec.Queue) is not { } door || executor.TakePlace(job.Spec.Queue, job.RunningType) is not { } place)
        {
            return await ledger.Create(creation);
        }

        Result<Job>? created = null;
        LeaseGrant? grant = null;
        try
        {
            var granted = await door.GrantNew(job.ToEntry(), place.IsAmongFirst, async token =>
            {
                var start = JobLifecycle.Start(job, executor.Worker, token, job.CreatedAt).Value!;
                created = await ledger.CreateStarted(creation, start);
                if (created is not { IsRefused: false, Value: { } started })
                {
                    return null;
                }

                grant = new() { Token = token, Duration = leases.Value.Duration, Job = started };
                return queued.ToHeld(started, started.UpdatedAt);
            });
            if (!granted)
            {
                created = await ledger.Create(creation);
            }
        }
        finally
        {
            if (grant is null)
            {
                place.GiveBack();
            }
            else
            {
                place.Run(grant);
            }
        }

        return grant is null ? created : job;
    }
}
