using GrainJobs.Time;
using Microsoft.Extensions.Options;
using Orleans.Concurrency;

namespace GrainJobs.Workers;

/// <summary>Reads of workers on the nearest silo.</summary>
[StatelessWorker(4)]
[Reentrant]
internal sealed class WorkerDeskGrain(IWorkerStore store, IOptions<WorkerOptions> options, Clock clock) : Grain, IWorkerDeskGrain
{
    public async Task<WorkerView[]> List(WorkerFilter filter) =>
        [.. (await store.List(filter)).Select(standing => standing.ToView(clock.Now(), options.Value.HeartbeatLimit))];

    public async Task<WorkerAccount?> Account(WorkerId id) => await store.Standing(id) is { Record.IsRegistered: true } standing
        ? new()
        {
            Worker = standing.ToView(clock.Now(), options.Value.HeartbeatLimit),
            Completed = standing.Completed,
            Failed = standing.Failed,
            Uptime = clock.Now() - standing.Record.RegisteredAt,
        }
        : null;

    public Task<long> CountOnline() => store.CountOnline(clock.Now() - options.Value.HeartbeatLimit);
}
