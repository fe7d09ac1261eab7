using GrainJobs.Jobs;
using GrainJobs.Leases;
using GrainJobs.Queues;
using GrainJobs.Storage;
using GrainJobs.Workers;
using Microsoft.Extensions.Options;

namespace GrainJobs.Builds;

/// <summary>Builds as the queue sees them: one line a platform, no due times, no keys.</summary>
internal sealed class QueuedBuilds(IBuildStore store, IGrainFactory grains, IOptions<LeaseOptions> leases, IOptions<WorkerOptions> workers) : IQueuedWork
{
    public Task<IReadOnlyList<QueueLine>> Lines(QueueName queue, QueueLine? after, int limit) => store.Lines(after, limit);

    public Task<IReadOnlyList<QueueEntry>> Ready(QueueName queue, QueueLine line, QueueEntry? after, int limit) => store.Ready(line.Lane, after, limit);

    public Task<IReadOnlyList<QueueEntry>> LongestWaiting(QueueName queue, DateTimeOffset readyBefore, int limit) =>
        store.LongestWaiting(readyBefore, limit);

    public Task<IReadOnlyList<QueueEntry>> Scheduled(QueueName queue, DateTimeOffset dueBefore, int limit) =>
        Task.FromResult<IReadOnlyList<QueueEntry>>([]);

    public async Task<IReadOnlyList<HeldLease>> Held(QueueName queue, DateTimeOffset now, int limit) =>
        [.. (await store.Held(limit)).Where(build => build.Lease is not null).Select(build => ToHeld(build, now))];

    public async Task<IReadOnlyDictionary<JobStatus, long>> Counts(QueueName queue)
    {
        var counts = await store.Counts(DateTimeOffset.MaxValue);
        return new Dictionary<JobStatus, long>
        {
            [JobStatus.Pending] = counts.AwaitingSource,
            [JobStatus.Queued] = counts.Pending - counts.AwaitingSource,
            [JobStatus.Processing] = counts.Assigned + counts.Building,
            [JobStatus.Completed] = counts.Completed,
            [JobStatus.Error] = counts.Failed,
            [JobStatus.Cancelled] = counts.Cancelled,
        };
    }

    public Task<PlaceInLine> Position(QueueName queue, QueueEntry entry) => store.Position(entry);

    public async Task<StartOutcome> Start(QueueEntry entry, LeaseRequest request, LeaseToken token)
    {
        try
        {
            var assigned = await Grain(entry.Id).Assign(request.Worker, request.WorkerName, token, request.Classic);
            return assigned switch
            {
                { IsRefused: false, Value: { } build } => new StartOutcome.Started(
                    new() { Token = token, Duration = leases.Value.Duration, Build = build }, ToHeld(build, build.UpdatedAt)),
                { Refusal.Code: RefusalCode.JobNotReady } => new StartOutcome.Gone(),
                _ => new StartOutcome.Permanent(assigned.Refusal!.Detail),
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

    public Task End(HeldLease lease, LeaseEnd end) => Grain(lease.Id).Lose(lease.Token, silent: end == LeaseEnd.Silent);

    public Task TakeBack(HeldLease lease) =>
        Grain(lease.Id).Report(new() { Token = lease.Token, Kind = ReportKind.Release, Reason = "the grant was not taken up" });

    public async Task<IReadOnlyList<QueueEntry>> Find(string id) => await store.Find(new(id)) is { IsInLine: true } build ? [build.ToEntry()] : [];

    public Task Promote(QueueEntry entry) => Task.CompletedTask;

    public Task FailAssignment(QueueEntry entry, string reason) => Grain(entry.Id).FailAssignment(reason);

    public Task<LeaseGrant[]> Complete(LeaseGrant[] grants) => Task.FromResult(grants);

    private IBuildGrain Grain(string id) => grains.Refer<IBuildGrain>(id);

    private HeldLease ToHeld(Build build, DateTimeOffset now) => new()
    {
        Id = build.Id.Value,
        Token = build.Lease!.Token,
        Worker = build.Lease.Worker,
        Key = "",
        GrantedAt = build.Lease.GrantedAt,
        ClassicLimit = build.IsClassic ? workers.Value.HeartbeatLimit : null,
        ExpiresAt = now + (build.IsClassic ? workers.Value.HeartbeatLimit : leases.Value.Duration),
        IsTouched = build.IsClassic || build.Status == BuildStatus.Building,
    };
}
