using GrainJobs.Builds;
using GrainJobs.Workers;

namespace GrainJobs.Stats;

/// <summary>Counts workers and builds, at most once a second however often it is asked: the route is open to anybody.</summary>
internal sealed class Census(IGrainFactory grains, TimeProvider time)
{
    private static readonly TimeSpan FreshFor = TimeSpan.FromSeconds(1);

    private readonly Lock gate = new();
    private Task<StatsView>? taken;
    private long takenAt;

    internal Task<StatsView> Take()
    {
        lock (gate)
        {
            if (taken is null || taken.IsFaulted || (taken.IsCompleted && time.GetElapsedTime(takenAt) > FreshFor))
            {
                taken = Count();
                takenAt = time.GetTimestamp();
            }

            return taken;
        }
    }

    private async Task<StatsView> Count()
    {
        var online = grains.GetGrain<IWorkerDeskGrain>(0).CountOnline();
        var builds = await grains.GetGrain<IBuildDeskGrain>(0).Counts();
        return new(await online, builds.Pending, builds.Assigned + builds.Building, builds.Today, builds.Total);
    }
}
