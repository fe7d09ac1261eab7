namespace GrainJobs.Histories;

/// <summary>I3: a final state is reached once and never left or edited. I17: what was cancelled is granted to nobody any more.</summary>
internal static class FinalLaws
{
    internal static IEnumerable<Violation> Check(IReadOnlyList<Observation> job)
    {
        Observation[] finals = [.. job.Where(seen => seen is { IsAcknowledged: true, IsFinal: true, Kind: not (ObservationKind.Granted or ObservationKind.Reported) })];
        return Edited(finals).Concat(Left(finals, job)).Concat(GrantedAfterCancel(job));
    }

    private static IEnumerable<Violation> Edited(Observation[] finals)
    {
        (string? Status, long? Version)[] seen = [.. finals.Where(final => final.Version is not null).Select(final => (final.Status, final.Version)).Distinct()];
        return seen.Length <= 1
            ? []
            : [new Violation("I3", finals[0].JobId, $"several final states were seen: {string.Join(", ", seen.Select(final => $"{final.Status} v{final.Version}"))}")];
    }

    private static IEnumerable<Violation> Left(Observation[] finals, IReadOnlyList<Observation> job)
    {
        Observation? first = finals.MinBy(final => final.End);
        return job
            .Where(seen => first is not null && seen is { Kind: ObservationKind.Read, IsAcknowledged: true, IsFinal: false, Status: not null } && first.Precedes(seen))
            .Select(seen => new Violation("I3", seen.JobId, $"was {first!.Status}, then {seen.Status} to {seen.Client}"));
    }

    private static IEnumerable<Violation> GrantedAfterCancel(IReadOnlyList<Observation> job)
    {
        Observation? cancel = job.Where(seen => seen is { Kind: ObservationKind.CancelAsked, IsAcknowledged: true }).MinBy(seen => seen.End);
        return job
            .Where(seen => cancel is not null && seen is { Kind: ObservationKind.Granted, IsAcknowledged: true } && cancel.Precedes(seen))
            .Select(seen => new Violation("I17", seen.JobId, $"attempt {seen.Attempt} was granted to {seen.Client} after a cancel was acknowledged to {cancel!.Client}"));
    }
}
