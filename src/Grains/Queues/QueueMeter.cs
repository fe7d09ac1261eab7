using System.Collections.Frozen;
using System.Diagnostics.Metrics;
using GrainJobs.Leases;
using GrainJobs.Time;

namespace GrainJobs.Queues;

/// <summary>How much waits in the queues this silo looks after and for how long, and how leases end without a report.</summary>
internal sealed class QueueMeter
{
    /// <summary>The meter's name.</summary>
    public const string Name = "GrainJobs.Queues";

    private readonly Clock clock;
    private readonly Counter<long> ended;
    private FrozenDictionary<QueueName, QueueBacklog> loads = FrozenDictionary<QueueName, QueueBacklog>.Empty;

    public QueueMeter(IMeterFactory meters, Clock clock)
    {
        this.clock = clock;
#pragma warning disable CA2000 // The factory owns its meters.
        var meter = meters.Create(Name);
#pragma warning restore CA2000
        ended = meter.CreateCounter<long>("grainjobs.leases.ended", "{lease}", "Leases that ended without a report, by cause.");
        meter.CreateObservableGauge("grainjobs.queue.depth", () => loads.Select(load => Of(load.Key, load.Value.Depth)), "{job}", "Jobs that could run now, by queue, counted up to 100,000.");
        meter.CreateObservableGauge("grainjobs.queue.oldest_age", () => loads.Select(load => Of(load.Key, Age(load.Value))), "s", "How long the one that waits longest has waited, by queue.");
    }

    /// <summary>What waits now; a queue that is not named is another silo's to show.</summary>
    public void Show(IReadOnlyDictionary<QueueName, QueueBacklog> now) => loads = now.ToFrozenDictionary();

    public void LeaseEnded(LeaseEnd cause) => ended.Add(1, new KeyValuePair<string, object?>("cause", cause.ToString().ToLowerInvariant()));

    private double Age(QueueBacklog load) => load.OldestSince is { } since ? Math.Max(0, (clock.Now() - since).TotalSeconds) : 0;

    private static Measurement<T> Of<T>(QueueName queue, T value)
        where T : struct => new(value, new KeyValuePair<string, object?>("queue", queue.Value));
}
