using System.Diagnostics.Metrics;

namespace GrainJobs.Storage;

/// <summary>What group commit costs, under the meter <c>GrainJobs.Storage</c>.</summary>
internal sealed class CommitMetrics
{
    internal const string MeterName = "GrainJobs.Storage";

    private readonly Histogram<int> batchSize;
    private readonly Histogram<double> seconds;
    private readonly Counter<long> writes;
    private readonly Counter<long> retries;
    private readonly Counter<long> refused;

    internal CommitMetrics(IMeterFactory meters, Func<int> queued)
    {
#pragma warning disable CA2000 // The factory owns its meters.
        Meter meter = meters.Create(MeterName);
#pragma warning restore CA2000
        batchSize = meter.CreateHistogram<int>("grainjobs.storage.batch_size", "{write}", "Writes in one commit.");
        seconds = meter.CreateHistogram<double>("grainjobs.storage.commit_seconds", "s", "Time of one commit.");
        writes = meter.CreateCounter<long>("grainjobs.storage.writes", "{write}", "Settled writes, by outcome.");
        retries = meter.CreateCounter<long>("grainjobs.storage.retries", "{attempt}", "Commits that were not confirmed and tried again.");
        refused = meter.CreateCounter<long>("grainjobs.storage.refused", "{write}", "Writes refused because the queue was full.");
        meter.CreateObservableGauge("grainjobs.storage.queued", queued, "{write}", "Writes waiting or committing.");
    }

    internal void Committed(int size, TimeSpan took)
    {
        batchSize.Record(size);
        seconds.Record(took.TotalSeconds);
    }

    internal void Settled(WriteOutcome[] outcomes)
    {
        foreach (IGrouping<WriteOutcome, WriteOutcome> same in outcomes.GroupBy(static outcome => outcome))
        {
            writes.Add(same.Count(), new KeyValuePair<string, object?>("outcome", OutcomeName(same.Key)));
        }
    }

    internal void Retried() => retries.Add(1);

    internal void Refused() => refused.Add(1);

    private static string OutcomeName(WriteOutcome outcome) => outcome switch
    {
        WriteOutcome.Committed => "committed",
        WriteOutcome.Conflict => "conflict",
        _ => "rejected",
    };
}
