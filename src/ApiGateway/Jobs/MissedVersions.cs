using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using GrainJobs.Silos;

namespace GrainJobs.Jobs;

/// <summary>Versions of jobs that passed while nobody told them: to a reader who was away, or by a silo that died. Readers who miss the same ones share one read.</summary>
internal sealed class MissedVersions(IGrainFactory grains, TimeProvider time)
{
    private static readonly TimeSpan AgainAfter = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan GiveUpAfter = TimeSpan.FromSeconds(20);

    private readonly ConcurrentDictionary<(JobId Id, long After, long Before), Task<Job[]>> reads = new();

    /// <summary>Those between two versions, oldest first.</summary>
    internal async IAsyncEnumerable<Job> Between(JobId id, long after, long before, [EnumeratorCancellation] CancellationToken cancel)
    {
        while (after + 1 < before && await Page((id, after, before), cancel) is { Length: > 0 } page)
        {
            foreach (var version in page)
            {
                yield return version;
            }

            after = page[^1].Version;
        }
    }

    /// <summary>A reader must not lose a version because a silo is just being replaced.</summary>
    private async Task<Job[]> Page((JobId Id, long After, long Before) wanted, CancellationToken cancel)
    {
        var began = time.GetTimestamp();
        while (true)
        {
            try
            {
                return await Shared(wanted).WaitAsync(cancel);
            }
            catch (Exception failure) when (IsPassing(failure) && time.GetElapsedTime(began) < GiveUpAfter)
            {
                await Task.Delay(AgainAfter, time, cancel);
            }
        }
    }

    private async Task<Job[]> Shared((JobId Id, long After, long Before) wanted)
    {
        var read = reads.GetOrAdd(wanted, key => grains.JobDesk().Versions(key.Id, key.After, key.Before));
        try
        {
            return await read;
        }
        finally
        {
            reads.TryRemove(new(wanted, read));
        }
    }

    private static bool IsPassing(Exception failure) =>
        failure is OrleansException or TimeoutException or Storage.StorageUnavailableException or Storage.OverloadedException;
}
