using System.Threading.Channels;
using GrainJobs.Silos;

namespace GrainJobs.Jobs;

/// <summary>
/// Keeps this process subscribed at every active silo: renews within the time the silos allow, subscribes at silos that join, and
/// reads watched jobs again so that no lost message leaves a reader behind.
/// </summary>
internal sealed partial class JobWatchLoop(IGrainFactory grains, JobWatch watch, TimeProvider time, ILogger<JobWatchLoop> log) : BackgroundService
{
    private const int BatchSize = 500;

    private static readonly TimeSpan LookInterval = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan RenewInterval = TimeSpan.FromSeconds(8);

    private readonly Channel<JobId> left = Channel.CreateUnbounded<JobId>();
    private IJobObserver? self;
    private string[] silos = [];
    private DateTimeOffset renewedAt;

    /// <summary>Subscribes a job everywhere; when it returns, later changes will come.</summary>
    internal async Task Subscribe(JobId id)
    {
        if (silos.Length == 0)
        {
            silos = await ActiveSilos();
        }

        await Task.WhenAll(silos.Select(silo => TryWatch(silo, [id])));
    }

    /// <summary>Nobody here watches it any more.</summary>
    internal void Leave(JobId id) => left.Writer.TryWrite(id);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(LookInterval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            await Round();
        }
    }

    private async Task Round()
    {
        try
        {
            await Unwatch();
            if (!watch.IsIdle)
            {
                await Renew();
            }
        }
#pragma warning disable CA1031 // A loop of the host: silos may be away; the next round tries again.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            LogRoundFailed(log, failure);
        }
    }

    private async Task Renew()
    {
        var before = silos;
        silos = await ActiveSilos();
        var joined = silos.Except(before).ToArray();
        var isDue = time.GetUtcNow() - renewedAt >= RenewInterval;
        if (!isDue && joined.Length == 0 && silos.Length == before.Length)
        {
            return;
        }

        foreach (var batch in watch.Watched.Chunk(BatchSize))
        {
            await Task.WhenAll((isDue ? silos : joined).Select(silo => TryWatch(silo, batch)));
            await ReadAgain(batch);
        }

        renewedAt = isDue ? time.GetUtcNow() : renewedAt;
    }

    private async Task ReadAgain(JobId[] batch)
    {
        foreach (var job in await grains.JobDesk().FindMany(batch))
        {
            watch.Publish(job);
        }
    }

    private async Task Unwatch()
    {
        var gone = new List<JobId>();
        while (gone.Count < BatchSize && left.Reader.TryRead(out var id))
        {
            gone.Add(id);
        }

        var still = watch.Watched.ToHashSet();
        JobId[] ids = [.. gone.Where(id => !still.Contains(id))];
        if (ids.Length > 0)
        {
            await Task.WhenAll(silos.Select(silo => Hub(silo).Unwatch(Self, ids)));
        }
    }

    private async Task TryWatch(string silo, JobId[] ids)
    {
        try
        {
            await Hub(silo).Watch(Self, ids);
        }
        catch (Exception failure) when (failure is OrleansException or TimeoutException)
        {
            // The silo is leaving or gone; what it would have told is read again with the next round.
            LogSiloAway(log, silo, failure);
        }
    }

    private Task<string[]> ActiveSilos() => grains.Roster().Active();

    private IJobObserver Self => self ??= grains.CreateObjectReference<IJobObserver>(watch);

    private IJobHubGrain Hub(string silo) => grains.Refer<IJobHubGrain>(silo);
}
