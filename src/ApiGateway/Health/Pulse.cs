using GrainJobs.Hosting;
using GrainJobs.Jobs;
using GrainJobs.Queues;
using GrainJobs.Silos;
using GrainJobs.Storage;

namespace GrainJobs.Health;

/// <summary>Asks the service how it is, at most once a second however often it is asked: the route is open to anybody.</summary>
internal sealed class Pulse(IGrainFactory grains, ClusterSettings cluster, TimeProvider time)
{
    private static readonly TimeSpan FreshFor = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(3);
    private static readonly JobId ProbeId = new("health:probe");

    private readonly Lock gate = new();
    private Task<HealthView>? asked;
    private long askedAt;
    private bool hasStarted;

    /// <summary>The state, never older than a second.</summary>
    internal Task<HealthView> Feel()
    {
        lock (gate)
        {
            if (asked is null || (asked.IsCompleted && time.GetElapsedTime(askedAt) > FreshFor))
            {
                asked = Ask();
                askedAt = time.GetTimestamp();
            }

            return asked;
        }
    }

    /// <summary>Whether grains answer, storage included.</summary>
    internal async Task<bool> IsReady()
    {
        try
        {
            await grains.JobDesk().Find(ProbeId).WaitAsync(Limit, time);
            return true;
        }
        catch (Exception failure) when (IsAway(failure))
        {
            return false;
        }
    }

    /// <summary>Whether it has ever been ready.</summary>
    internal async Task<bool> HasStarted() => hasStarted = hasStarted || await IsReady();

    private async Task<HealthView> Ask()
    {
        var kind = cluster.IsEmbedded ? "sqlite" : "postgresql";
        try
        {
            var load = await grains.GetGrain<IQueueDeskGrain>(0).Load().WaitAsync(Limit, time);
            return new("ok", new(load.Pending, load.Active), new("ok", kind));
        }
        catch (Exception failure) when (IsAway(failure))
        {
            return new("unavailable", null, new("unavailable", kind));
        }
    }

    private static bool IsAway(Exception failure) =>
        failure is StorageUnavailableException or OverloadedException or TimeoutException or OrleansException;
}
