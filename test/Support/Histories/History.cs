using System.Collections.Concurrent;

namespace GrainJobs.Histories;

/// <summary>What all clients of a test saw, gathered from any number of threads and checked afterwards.</summary>
public sealed class History(TimeProvider clock)
{
    private readonly ConcurrentQueue<Observation> observations = new();
    private readonly ConcurrentQueue<EventListing> listings = new();

    /// <summary>On the machine's own clocks.</summary>
    public History()
        : this(TimeProvider.System)
    {
    }

    public IReadOnlyCollection<Observation> Observations => observations;

    public IReadOnlyCollection<EventListing> Listings => listings;

    /// <summary>The moment before a call, for <see cref="Observation.Begin"/>.</summary>
    public long Now() => clock.GetTimestamp();

    /// <summary>The wall clock, for <see cref="Observation.EndedAt"/>.</summary>
    public DateTimeOffset WallClock() => clock.GetUtcNow();

    public void Add(Observation seen) => observations.Enqueue(seen);

    public void Add(EventListing seen) => listings.Enqueue(seen);

    /// <summary>Every contradiction in it; empty when all laws hold as far as clients could see.</summary>
    public IReadOnlyList<Violation> Violations()
    {
        List<Violation> found = [];
        Dictionary<string, EventListing[]> logs = listings.GroupBy(listing => listing.JobId).ToDictionary(job => job.Key, job => job.ToArray());
        foreach (IGrouping<string, Observation> job in observations.GroupBy(seen => seen.JobId))
        {
            Observation[] inOrder = [.. job.OrderBy(seen => seen.Begin)];
            found.AddRange(LeaseLaws.Check(inOrder));
            found.AddRange(FinalLaws.Check(inOrder));
            found.AddRange(ReadLaws.Check(inOrder));
            found.AddRange(StartLaws.Check(inOrder));
            found.AddRange(StreamLaws.Check(inOrder));
            found.AddRange(PromiseLaws.Check(inOrder, logs.GetValueOrDefault(job.Key, [])));
        }

        found.AddRange(logs.Values.SelectMany(EventLaws.Check));
        return found;
    }

    /// <summary>I11: as many jobs as were acknowledged, no more and no fewer, in the counts of the service.</summary>
    public IReadOnlyList<Violation> CountViolations(IReadOnlyDictionary<string, long> countsByStatus)
    {
        HashSet<string> unsure = [.. observations.Where(seen => seen is { Kind: ObservationKind.Submitted, Answered: 0 or >= 500 }).Select(seen => seen.JobId)];
        HashSet<string> sure = [.. observations.Where(seen => seen is { Kind: ObservationKind.Submitted, IsAcknowledged: true }).Select(seen => seen.JobId)];
        sure.ExceptWith(observations.Where(seen => seen.Kind == ObservationKind.Deleted).Select(seen => seen.JobId));
        unsure.ExceptWith(sure);
        long counted = countsByStatus.Values.Sum();
        return counted >= sure.Count && counted <= sure.Count + unsure.Count
            ? []
            : [new Violation("I11", "*", $"{sure.Count} submitted (and {unsure.Count} with unknown outcome), but the states add up to {counted}")];
    }
}
