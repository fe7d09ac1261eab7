using Orleans.Concurrency;
using Orleans.Placement;

namespace GrainJobs.Benchmarks.Bare;

/// <summary>What any service on Orleans does at least: a call, and a call that waits for a row.</summary>
internal interface IBareGrain : IGrainWithIntegerKey
{
    Task<string> Call(string text);

    Task<string> Commit(string text);
}

/// <summary>Lives where its callers arrive, so that no call is passed on between silos.</summary>
[PreferLocalPlacement]
[Reentrant]
internal sealed class BareGrain(BareCommits commits) : Grain, IBareGrain
{
    public Task<string> Call(string text) => Task.FromResult(text);

    public async Task<string> Commit(string text)
    {
        await commits.Add(text);
        return text;
    }
}
