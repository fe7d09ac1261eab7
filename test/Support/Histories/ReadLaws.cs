namespace GrainJobs.Histories;

/// <summary>I1 and I5: what was acknowledged is found by everybody from then on, and no read goes back in time. I9: nor does a stream.</summary>
internal static class ReadLaws
{
    internal static IEnumerable<Violation> Check(IReadOnlyList<Observation> job)
    {
        bool deleted = job.Any(seen => seen.Kind == ObservationKind.Deleted);
        return (deleted ? [] : Backwards(job)).Concat(StreamsBackwards(job));
    }

    // One pass: known facts in the order they were certain, reads in the order they began.
    private static IEnumerable<Violation> Backwards(IReadOnlyList<Observation> job)
    {
        Queue<Observation> facts = new(job.Where(TellsAVersion).OrderBy(seen => seen.End));
        Observation? newest = null;
        foreach (Observation read in job.Where(seen => seen is { Kind: ObservationKind.Read, Answered: 404 or (>= 200 and < 300) }))
        {
            while (facts.TryPeek(out Observation? fact) && fact.Precedes(read))
            {
                newest = Newer(newest, facts.Dequeue());
            }

            if (newest is not null && Contradiction(newest, read) is { } found)
            {
                yield return found;
            }
        }
    }

    private static bool TellsAVersion(Observation seen) => seen is { IsAcknowledged: true, Kind: ObservationKind.Submitted or ObservationKind.Read or ObservationKind.Streamed or ObservationKind.InputSent or ObservationKind.CancelAsked };

    private static Observation Newer(Observation? known, Observation fact) => known is null || (fact.Version ?? 0) >= (known.Version ?? 0) ? fact : known;

    private static Violation? Contradiction(Observation newest, Observation read) => read switch
    {
        { Answered: 404 } => new Violation("I5", read.JobId, $"not found by {read.Client} after {newest.Client} was told version {newest.Version}"),
        _ when read.Version < newest.Version => new Violation("I5", read.JobId, $"{read.Client} read version {read.Version} after {newest.Client} was told {newest.Version}"),
        _ => null,
    };

    private static IEnumerable<Violation> StreamsBackwards(IReadOnlyList<Observation> job) => job
        .Where(seen => seen.Kind == ObservationKind.Streamed)
        .GroupBy(seen => seen.Client)
        .SelectMany(stream => stream.OrderBy(seen => seen.End).Zip(stream.OrderBy(seen => seen.End).Skip(1)))
        .Where(pair => pair.Second.Version <= pair.First.Version)
        .Select(pair => new Violation("I9", pair.First.JobId, $"stream {pair.First.Client} sent version {pair.Second.Version} after {pair.First.Version}"));
}
