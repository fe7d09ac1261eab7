using GrainJobs.Time;
using Orleans.Concurrency;

namespace GrainJobs.Builds;

/// <summary>Submissions and reads on the nearest silo.</summary>
[StatelessWorker(8)]
[Reentrant]
internal sealed class BuildDeskGrain(BuildLedger ledger, IBuildStore store, Clock clock) : Grain, IBuildDeskGrain
{
    public Task<BuildId> NewId() => Task.FromResult(BuildId.New(clock.Now()));

    public async Task<Result<Build>> Submit(BuildSpec spec, BuildFile? source)
    {
        var created = await ledger.Create(BuildLifecycle.Create(spec, source, clock.Now()));
        if (!created.IsRefused && spec.OriginalBuildId is { } original && created.Value.Version == 1)
        {
            await ledger.Change(original, null, (build, now) => BuildLifecycle.NoteRetry(build, spec.Id, now), BuildLedger.Patience);
        }

        return created;
    }

    public Task<Build?> Find(BuildId id) => store.Find(id);

    public async Task<BuildPage> List(BuildFilter filter)
    {
        var count = store.Count(filter);
        var builds = await store.List(filter);
        return new([.. builds], await count);
    }

    public Task<BuildCounts> Counts() => store.Counts(new(clock.Now().UtcDateTime.Date, TimeSpan.Zero));

    public async Task<BuildLogLine[]> Logs(BuildId id, long after, int limit) => [.. await store.Logs(id, after, limit)];

    public async Task<string[]> UnusedFiles(string[] fileIds) => [.. await store.UnusedFiles(fileIds)];
}
