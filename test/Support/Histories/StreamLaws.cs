namespace GrainJobs.Histories;

/// <summary>I9: a stream, over all the connections it took, leaves out no version, shows each as every other stream does, and ends with the final state.</summary>
internal static class StreamLaws
{
    internal static IEnumerable<Violation> Check(IReadOnlyList<Observation> job)
    {
        Observation[] streamed = [.. job.Where(seen => seen.Kind == ObservationKind.Streamed)];
        return [.. streamed.GroupBy(seen => seen.Client).SelectMany(stream => Check([.. stream.OrderBy(seen => seen.End)])), .. Differences(streamed)];
    }

    private static IEnumerable<Violation> Check(Observation[] stream)
    {
        foreach ((Observation first, Observation second) in stream.Zip(stream.Skip(1)))
        {
            if (second.Version > first.Version + 1)
            {
                yield return new Violation("I9", first.JobId, $"stream {first.Client} left out what lies between versions {first.Version} and {second.Version}");
            }
        }

        if (!stream[^1].IsFinal)
        {
            yield return new Violation("I9", stream[^1].JobId, $"stream {stream[^1].Client} ended at version {stream[^1].Version}, '{stream[^1].Status}'");
        }
    }

    private static IEnumerable<Violation> Differences(Observation[] streamed) => streamed
        .GroupBy(seen => seen.Version)
        .Where(version => version.DistinctBy(seen => seen.Content).Count() > 1)
        .Select(version => version.DistinctBy(seen => seen.Content).ToArray())
        .Select(told => new Violation("I9", told[0].JobId, $"version {told[0].Version} was told as {told[0].Content} by {told[0].Client} and as {told[1].Content} by {told[1].Client}"));
}
