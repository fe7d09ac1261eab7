using GrainJobs.Leases;
using GrainJobs.Storage;
using GrainJobs.Time;

namespace GrainJobs.Jobs;

/// <summary>
/// Brings a rule's decision into the rows and tells who must know. The version guard is what protects: a decision on an overtaken state
/// is not written but made again on the committed one, and a refusal or "nothing to do" is only believed on a state just read.
/// </summary>
internal sealed class JobLedger(ICommitEngine engine, IJobStore store, JobNews news, RecentJobs recent, DeferredStarts deferred, Clock clock)
{
    private const int MostTries = 20;

    /// <summary>Applies a rule to a job.</summary>
    /// <param name="known">The state the caller believes in; absent: read it.</param>
    /// <param name="holder">The lease the change is made under: a job that only its batch's row shows as started is seen so.</param>
    public async Task<Result<Job>> Change(JobId id, Job? known, Func<Job, DateTimeOffset, Result<JobChange>> rule, LeaseToken? holder = null)
    {
        for (var tries = 0; tries < MostTries; tries++)
        {
            var job = known ?? await store.Find(id);
            if (job is null)
            {
                return JobRefusals.NotFound();
            }

            job = holder is { } lease ? deferred.Seen(job, lease) : job;
            var decided = rule(job, clock.Now());
            if (decided is { IsRefused: false, Value.IsNothing: false })
            {
                if (await Write(decided.Value) is { } written)
                {
                    return written;
                }
            }
            else if (known is null)
            {
                return decided.IsRefused ? decided.Refusal : job;
            }

            known = null;
        }

        throw new StorageUnavailableException($"Job {id} changed too often while a change was tried; try again.");
    }

    /// <summary>Creates a job; null when its id or unique key is taken.</summary>
    public async Task<Result<Job>?> Create(JobChange creation) => await Write(creation);

    /// <summary>As <see cref="Create"/>, with the job's start in the same write.</summary>
    public async Task<Result<Job>?> CreateStarted(JobChange creation, JobChange start)
    {
        var created = await Write(creation.Then(start));
        if (created is { IsRefused: false })
        {
            news.Count(start);
        }

        return created;
    }

    /// <summary>As <see cref="Create"/> for many, with one wait for all.</summary>
    public async Task<Result<Job>?[]> CreateAll(IReadOnlyList<JobChange> creations)
    {
        var outcomes = await engine.CommitAll([.. creations.Select(creation => creation.ToWrite())]);
        var jobs = new Result<Job>?[outcomes.Length];
        for (var index = 0; index < jobs.Length; index++)
        {
            jobs[index] = Settle(creations[index], outcomes[index]);
        }

        return jobs;
    }

    /// <summary>Removes a finished job; an end that was not announced yet still will be.</summary>
    public async Task<Result<Job>> Delete(JobId id)
    {
        for (var tries = 0; tries < MostTries; tries++)
        {
            var job = await store.Find(id);
            if (job is null || !job.IsFinished)
            {
                return job is null ? JobRefusals.NotFound() : JobRefusals.NotFinished(job);
            }

            if (job.CallbackDue)
            {
                await Create(JobLifecycle.Create(Callback.For(job), dependenciesMet: true, clock.Now()));
            }

            if (await engine.Commit(new JobDeletion(id, job.Version)) == WriteOutcome.Committed)
            {
                return job;
            }
        }

        throw new StorageUnavailableException($"Job {id} changed too often while it was to be deleted; try again.");
    }

    /// <summary>Writes a start that only its batch's row shows; answers the row: started, or what became of it meanwhile.</summary>
    public async Task<Job?> WriteStart(JobId id, LeaseToken token)
    {
        for (var tries = 0; tries < MostTries; tries++)
        {
            var row = await store.Find(id);
            if (row is null || deferred.Behind(deferred.Seen(row, token)) is not { } start)
            {
                deferred.Remove(id, token);
                return row;
            }

            var written = DeferredStarts.Written(start);
            if (await engine.Commit(written.ToWrite()) == WriteOutcome.Committed)
            {
                deferred.Remove(id, token);
                recent.Keep(written.Next);
                news.Tell(written);
                return written.Next;
            }
        }

        throw new StorageUnavailableException($"Job {id} changed too often while its start was written; try again.");
    }

    private async Task<Result<Job>?> Write(JobChange change)
    {
        var start = change.Before is { } before ? deferred.Behind(before) : null;
        var outcome = await engine.Commit((start?.Then(change) ?? change).ToWrite());
        if (start is not null && outcome == WriteOutcome.Committed)
        {
            deferred.Remove(start.Next.Id, start.Next.Lease!.Token);
            news.Count(start);
        }

        return Settle(change, outcome);
    }

    /// <summary>Tells of what was committed; null when another write was before.</summary>
    private Result<Job>? Settle(JobChange change, WriteOutcome outcome)
    {
        switch (outcome)
        {
            case WriteOutcome.Committed:
                recent.Keep(change.Next);
                news.Tell(change);
                return change.Next;
            case WriteOutcome.Rejected:
                return new Refusal(RefusalCode.Invalid, "The database refuses the content of this change; remove control characters and shorten it");
            default:
                recent.Forget(change.Next.Id);
                return null;
        }
    }
}
