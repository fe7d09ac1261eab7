namespace GrainJobs.Histories;

/// <summary>I6: no grant without the input. I14: attempts count up from 1, and nothing starts before its time.</summary>
internal static class StartLaws
{
    internal static IEnumerable<Violation> Check(IReadOnlyList<Observation> job)
    {
        Observation[] grants = [.. job.Where(seen => seen is { Kind: ObservationKind.Granted, IsAcknowledged: true })];
        return WithoutInput(grants, job).Concat(Early(grants, job)).Concat(AttemptsBackwards(grants));
    }

    private static IEnumerable<Violation> WithoutInput(Observation[] grants, IReadOnlyList<Observation> job)
    {
        bool awaits = job.Any(seen => seen is { Kind: ObservationKind.Submitted, AwaitsInput: true });
        long sent = job.Where(seen => seen.Kind == ObservationKind.InputSent).Select(seen => seen.Begin).DefaultIfEmpty(long.MaxValue).Min();
        return grants.Where(grant => awaits && grant.End < sent)
            .Select(grant => new Violation("I6", grant.JobId, $"was granted to {grant.Client} before anybody sent its input"));
    }

    private static IEnumerable<Violation> Early(Observation[] grants, IReadOnlyList<Observation> job)
    {
        DateTimeOffset? due = job.FirstOrDefault(seen => seen is { Kind: ObservationKind.Submitted, NotBefore: not null })?.NotBefore;
        return grants.Where(grant => grant.EndedAt < due)
            .Select(grant => new Violation("I14", grant.JobId, $"was due at {due:O} and granted by {grant.EndedAt:O}"));
    }

    private static IEnumerable<Violation> AttemptsBackwards(Observation[] grants) =>
        from later in grants
        from earlier in grants
        where earlier.Precedes(later) && (later.Attempt < earlier.Attempt || later.Attempt < 1)
        select new Violation("I14", later.JobId, $"attempt {later.Attempt} was granted after attempt {earlier.Attempt}");
}
