namespace GrainJobs.Histories;

/// <summary>I2: one valid lease at most; an older token is refused once a newer one was granted.</summary>
internal static class LeaseLaws
{
    internal static IEnumerable<Violation> Check(IReadOnlyList<Observation> job)
    {
        Observation[] grants = [.. job.Where(seen => seen is { Kind: ObservationKind.Granted, IsAcknowledged: true })];
        return TwoTokens(grants).Concat(job.Where(IsAccepted).SelectMany(report => Stale(report, grants, job)));
    }

    private static bool IsAccepted(Observation seen) => seen is { Kind: ObservationKind.Reported or ObservationKind.Beat, IsAcknowledged: true };

    private static IEnumerable<Violation> TwoTokens(Observation[] grants) => grants
        .GroupBy(grant => grant.Attempt)
        .Where(attempt => attempt.Select(grant => grant.LeaseToken).Distinct().Count() > 1)
        .Select(attempt => new Violation("I2", attempt.First().JobId, $"attempt {attempt.Key} was granted under several tokens: to {string.Join(", ", attempt.Select(grant => grant.Client))}"));

    private static IEnumerable<Violation> Stale(Observation report, Observation[] grants, IReadOnlyList<Observation> job)
    {
        int? attempt = grants.FirstOrDefault(grant => grant.LeaseToken == report.LeaseToken)?.Attempt;
        Observation? newer = grants.FirstOrDefault(grant => grant.Attempt > attempt && grant.Precedes(report));
        return newer is null || IsRepeat(report, newer, job)
            ? []
            : [new Violation("I2", report.JobId, $"'{report.Content}' of {report.Client} under attempt {attempt} was accepted after attempt {newer.Attempt} was granted to {newer.Client}")];
    }

    // The same final report again gets the same answer, so it may have been accepted before the newer grant.
    private static bool IsRepeat(Observation report, Observation newer, IReadOnlyList<Observation> job) => job.Any(earlier =>
        earlier is { Kind: ObservationKind.Reported, Answered: 0 or (>= 200 and < 300) or >= 500 }
        && report.Kind == ObservationKind.Reported
        && earlier != report
        && earlier.LeaseToken == report.LeaseToken
        && earlier.Content == report.Content
        && earlier.Begin < newer.End);
}
