namespace GrainJobs.Http;

/// <summary>Decides whether a caller may use a route. Pure: no request, no clock, no store.</summary>
internal static class AccessRule
{
    /// <summary>The rule for a route.</summary>
    /// <param name="allowed">Who may.</param>
    /// <param name="caller">Who asks.</param>
    /// <param name="id">The route value <c>id</c>.</param>
    /// <param name="worker">The route value <c>worker</c>.</param>
    /// <param name="anonymousJobReads">The setting of that name.</param>
    internal static AccessVerdict Judge(Callers allowed, Caller caller, string? id, string? worker, bool anonymousJobReads) => caller switch
    {
        _ when allowed.HasFlag(Callers.Anyone) => AccessVerdict.Allowed,
        { IsAdmin: true } => AccessVerdict.Allowed,
        { Key.Role: Role.Client } when allowed.HasFlag(Callers.Clients) => AccessVerdict.Allowed,
        { Key.Role: Role.Worker } when allowed.HasFlag(Callers.Workers) => AccessVerdict.Allowed,
        { Job: { } job } when allowed.HasFlag(Callers.JobToken) && job.Id == id => AccessVerdict.Allowed,
        { Build: { } build } when allowed.HasFlag(Callers.BuildToken) && build.Id == id => AccessVerdict.Allowed,
        { Worker: { } own } when allowed.HasFlag(Callers.WorkerToken) && (worker is null || worker == own.Id) => AccessVerdict.Allowed,
        _ when allowed.HasFlag(Callers.AnonymousJobReaders) && anonymousJobReads => AccessVerdict.Allowed,
        { PresentedAny: false } => AccessVerdict.Missing,
        { IsKnown: false } => AccessVerdict.Invalid,
        _ => AccessVerdict.Forbidden,
    };
}
