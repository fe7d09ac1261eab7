using System.Runtime.CompilerServices;
using GrainJobs.Silos;

namespace GrainJobs.Jobs;

/// <summary>Reads of one job: as it is, when it has moved on, or as it goes.</summary>
internal sealed class JobReads(IGrainFactory grains, JobWatch watch, JobWatchLoop loop, MissedVersions past, IHostApplicationLifetime life, TimeProvider time)
{
    private static readonly TimeSpan ExplainLimit = TimeSpan.FromSeconds(1);

    private IJobDeskGrain Desk => grains.JobDesk();

    internal async Task<Job?> Find(string id) => JobId.IsValid(id) && !HiddenJobs.IsHidden(id) ? await Desk.Find(new(id)) : null;

    /// <summary>Why it waits; null also when the queue can't say right now: a read never fails for it.</summary>
    internal async Task<WaitReason?> Explain(Job job)
    {
        if (job.Status is not (JobStatus.Pending or JobStatus.Scheduled or JobStatus.Queued))
        {
            return null;
        }

        try
        {
            return await Desk.Explain(job.Id).WaitAsync(ExplainLimit, time);
        }
        catch (Exception failure) when (failure is TimeoutException or OrleansException or Storage.StorageUnavailableException)
        {
            return null;
        }
    }

    /// <summary>The job once it has moved past that version or has ended, or as it is when the wait is over; null when there is none.</summary>
    internal async Task<Job?> WaitPast(JobId id, long version, TimeSpan wait, CancellationToken cancel)
    {
        using var limit = new CancellationTokenSource(wait, time);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancel, limit.Token, life.ApplicationStopping);
        Job? last = null;
        try
        {
            await foreach (var job in Follow(id, end.Token))
            {
                last = job;
                if (job.Version > version || job.IsFinished)
                {
                    return job;
                }
            }
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return last;
        }

        return last;
    }

    /// <summary>The state as it is and each newer one; ends after the final one, or at once when there is no such job.</summary>
    internal async IAsyncEnumerable<Job> Follow(JobId id, [EnumeratorCancellation] CancellationToken cancel)
    {
        var reader = new JobReader();
        var watched = watch.Add(id, reader);
        try
        {
            await watched.Subscribe(() => loop.Subscribe(id));

            // Read after subscribing: what changed in between comes one way or the other.
            if (await Desk.Find(id) is not { } current)
            {
                yield break;
            }

            watch.Publish(current);
            yield return current;
            var shown = current;
            while (!shown.IsFinished)
            {
                var next = await reader.Next(cancel);
                if (next.Version > shown.Version)
                {
                    shown = next;
                    yield return next;
                }
            }
        }
        finally
        {
            if (watch.Remove(id, reader))
            {
                loop.Leave(id);
            }
        }
    }

    /// <summary>As <see cref="Follow"/>, but no version is left out: those that nobody told this process are read from the rows.</summary>
    /// <param name="known">The version that the reader has seen before; 0: it begins with the state as it is.</param>
    internal async IAsyncEnumerable<(Job Job, bool IsPast)> FollowEvery(JobId id, long known, [EnumeratorCancellation] CancellationToken cancel)
    {
        var shown = known;
        await foreach (var job in Follow(id, cancel))
        {
            if (shown > 0)
            {
                await foreach (var missed in past.Between(id, shown, job.Version, cancel))
                {
                    yield return (missed, true);
                }
            }

            shown = job.Version;
            yield return (job, false);
        }
    }
}
