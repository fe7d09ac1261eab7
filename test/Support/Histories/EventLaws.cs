namespace GrainJobs.Histories;

/// <summary>I9: events are numbered from 1 without gaps and never change. I14: so are the attempts in them. I3: the end comes once, and last.</summary>
internal static class EventLaws
{
    private const string Finished = "finished";

    internal static IEnumerable<Violation> Check(IReadOnlyList<EventListing> readings)
        => readings.SelectMany(Gaps).Concat(readings.SelectMany(AttemptGaps)).Concat(readings.SelectMany(AfterTheEnd)).Concat(Rewritten(readings));

    private static IEnumerable<Violation> AfterTheEnd(EventListing reading) => reading.Events
        .SkipWhile(line => line.Type != Finished)
        .Skip(1)
        .Where(line => line.Type is Finished or "fetched" or "triggered" or "attempt_failed" or "lease_lost" or "released" or "updated")
        .Take(1)
        .Select(line => new Violation("I3", reading.JobId, $"event {line.Seq} is '{line.Type}' although the job had finished"));

    private static IEnumerable<Violation> Gaps(EventListing reading) => reading.Events
        .Index()
        .Where(line => line.Item.Seq != line.Index + 1)
        .Take(1)
        .Select(line => new Violation("I9", reading.JobId, $"event {line.Index + 1} is numbered {line.Item.Seq}"));

    private static IEnumerable<Violation> AttemptGaps(EventListing reading)
    {
        int[] attempts = [.. reading.Events.Where(line => line.Type == "fetched" && line.Attempt is not null).Select(line => line.Attempt!.Value)];
        return attempts.SequenceEqual(Enumerable.Range(1, attempts.Length))
            ? []
            : [new Violation("I14", reading.JobId, $"its attempts were {string.Join(", ", attempts)}")];
    }

    private static IEnumerable<Violation> Rewritten(IReadOnlyList<EventListing> readings)
    {
        EventListing longest = readings.MaxBy(reading => reading.Events.Count)!;
        return readings
            .Where(reading => !reading.Events.SequenceEqual(longest.Events.Take(reading.Events.Count)))
            .Select(reading => new Violation("I9", reading.JobId, "two readings of its event log differ in the part they share"));
    }
}
