namespace GrainJobs.Histories;

/// <summary>I1: what was acknowledged is in the event log read afterwards. I3: one attempt ends the job, not two.</summary>
internal static class PromiseLaws
{
    internal static IEnumerable<Violation> Check(IReadOnlyList<Observation> job, IReadOnlyList<EventListing> logs)
    {
        Observation[] ended = [.. job.Where(EndsTheJob)];
        return TwoEnds(ended).Concat(logs.Count == 0 ? [] : Missing(job, ended, logs.MaxBy(log => log.Events.Count)!));
    }

    private static bool EndsTheJob(Observation seen) => seen is { Kind: ObservationKind.Reported, IsAcknowledged: true, Content: { } content }
        && (content.StartsWith("complete ", StringComparison.Ordinal) || content.StartsWith("skip ", StringComparison.Ordinal));

    private static IEnumerable<Violation> TwoEnds(Observation[] ended)
    {
        string?[] tokens = [.. ended.Select(report => report.LeaseToken).Distinct()];
        return tokens.Length <= 1 ? [] : [new Violation("I3", ended[0].JobId, $"its end was accepted under {tokens.Length} tokens, from {string.Join(", ", ended.Select(report => report.Client).Distinct())}")];
    }

    private static IEnumerable<Violation> Missing(IReadOnlyList<Observation> job, Observation[] ended, EventListing log)
    {
        HashSet<int?> fetched = [.. log.Events.Where(line => line.Type == "fetched").Select(line => line.Attempt)];
        foreach (Observation grant in job.Where(seen => seen is { Kind: ObservationKind.Granted, IsAcknowledged: true } && !fetched.Contains(seen.Attempt)))
        {
            yield return new Violation("I1", grant.JobId, $"attempt {grant.Attempt} was granted to {grant.Client} but is not in its event log");
        }

        if (ended.Length > 0 && log.Events.All(line => line.Type != "finished"))
        {
            yield return new Violation("I1", log.JobId, $"'{ended[0].Content}' of {ended[0].Client} was accepted but its event log knows no end");
        }
    }
}
