using GrainJobs.Leases;
using GrainJobs.Queues;
using GrainJobs.Storage;
using GrainJobs.Time;
using Microsoft.Extensions.Options;

namespace GrainJobs.Jobs;

/// <summary>Jobs as the queue sees them.</summary>
internal sealed partial class QueuedJobs(
    IJobStore store, JobLedger ledger, RecentJobs recent, DeferredStarts deferred, ICommitEngine engine, IOptions<LeaseOptions> options, Clock clock) : IBatchedWork
{
    /// <summary>Inputs up to this many bytes travel with the lease.</summary>
    public const int LongestInlineInput = 64 * 1024;

    public Task<IReadOnlyList<QueueLine>> Lines(QueueName queue, QueueLine? after, int limit) => store.Lines(queue, after, limit);

    public Task<IReadOnlyList<QueueEntry>> Ready(QueueName queue, QueueLine line, QueueEntry? after, int limit) =>
        store.Ready(queue, line, after, limit);

    public Task<IReadOnlyList<QueueEntry>> LongestWaiting(QueueName queue, DateTimeOffset readyBefore, int limit) =>
        store.LongestWaiting(queue, readyBefore, limit);

    public Task<IReadOnlyList<QueueEntry>> Scheduled(QueueName queue, DateTimeOffset dueBefore, int limit) =>
        store.Scheduled(queue, dueBefore, limit);

    public async Task<IReadOnlyList<HeldLease>> Held(QueueName queue, DateTimeOffset now, int limit) =>
        [.. (await store.Held(queue, limit)).Where(job => job.Lease is not null).Select(job => ToHeld(job, now))];

    public Task<IReadOnlyDictionary<JobStatus, long>> Counts(QueueName queue) => store.Counts(queue);

    public Task<PlaceInLine> Position(QueueName queue, QueueEntry entry) => store.Position(queue, entry);

    public async Task<StartOutcome> Start(QueueEntry entry, LeaseRequest request, LeaseToken token)
    {
        var id = new JobId(entry.Id);
        try
        {
            var started = await ledger.Change(id, recent.Find(id), (job, now) => JobLifecycle.Start(job, request.Worker, token, now));
            return started switch
            {
                { IsRefused: false } => new StartOutcome.Started(
                    new() { Token = token, Duration = options.Value.Duration, Job = started.Value },
                    ToHeld(started.Value!, started.Value!.UpdatedAt)),
                { Refusal.Code: RefusalCode.JobNotFound or RefusalCode.JobNotReady } => new StartOutcome.Gone(),
                _ => new StartOutcome.Permanent(started.Refusal.Detail),
            };
        }
        catch (StorageUnavailableException)
        {
            return new StartOutcome.Transient(RefusalCode.StorageUnavailable);
        }
        catch (OverloadedException)
        {
            return new StartOutcome.Transient(RefusalCode.Overloaded);
        }
    }

    public Task End(HeldLease lease, LeaseEnd end) => ledger.Change(
        new(lease.Id), recent.Find(new(lease.Id)), (job, now) => JobLifecycle.Expire(job, lease.Token, end, now, Random.Shared.NextDouble()), lease.Token);

    public Task TakeBack(HeldLease lease)
    {
        var report = new LeaseReport { Token = lease.Token, Kind = ReportKind.Release, Reason = "the grant was not taken up" };
        return ledger.Change(new(lease.Id), recent.Find(new(lease.Id)), (job, now) => JobLifecycle.Release(job, report, now), lease.Token);
    }

    public async Task<IReadOnlyList<QueueEntry>> Find(string id) =>
        await store.Find(new(id)) is { Status: JobStatus.Queued } job ? [job.ToEntry()] : [];

    public Task Promote(QueueEntry entry) => ledger.Change(new(entry.Id), recent.Find(new(entry.Id)), JobLifecycle.Promote);

    public Task FailAssignment(QueueEntry entry, string reason) =>
        ledger.Change(new(entry.Id), null, (job, now) => JobLifecycle.FailAssignment(job, reason, now));

    public async Task<LeaseGrant[]> Complete(LeaseGrant[] grants)
    {
        JobId[] wanted = [.. grants.Where(grant => grant.Job?.Input is { FileId: null, Length: <= LongestInlineInput }).Select(grant => grant.Job!.Id)];
        if (wanted.Length == 0)
        {
            return grants;
        }

        var inputs = await store.Inputs(wanted, LongestInlineInput);
        return [.. grants.Select(grant => inputs.TryGetValue(grant.Job!.Id, out var input) ? grant with { Input = input } : grant)];
    }

    /// <summary>The lease a job's row shows, as its queue remembers it.</summary>
    public HeldLease ToHeld(Job job, DateTimeOffset now) => new()
    {
        Id = job.Id.Value,
        Token = job.Lease!.Token,
        Worker = job.Lease.Worker,
        Key = job.Spec.ConcurrencyKey ?? "",
        GrantedAt = job.Lease.GrantedAt,
        ExpiresAt = now + options.Value.Duration,
        RunsUntil = job.Spec.Timeout is { } limit ? job.Lease.GrantedAt + limit : null,
        Deadline = job.Spec.Deadline,
        CancelUntil = job.CancelRequestedAt + JobLifecycle.CancelGrace,
    };
}
