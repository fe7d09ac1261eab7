using GrainJobs.Leases;

namespace GrainJobs.Builds;

/// <summary>The sentences of the refusals.</summary>
internal static class BuildRefusals
{
    public static Refusal NotFound() => new(RefusalCode.BuildNotFound, "Build not found");

    public static Refusal Finished(Build build) =>
        new(RefusalCode.BuildFinished, $"The build has ended as {Word(build)}; a finished build is never changed");

    public static Refusal NotCancellable() => new(RefusalCode.Conflict, "Build cannot be cancelled in current state");

    public static Refusal SourceNotAwaited(Build build) => build.Spec.AwaitSource
        ? new(RefusalCode.SourceNotAwaited, "The source was saved before; it can't be replaced")
        : new(RefusalCode.SourceNotAwaited, "The build was submitted with its source and takes no other");

    public static Refusal NotReady(Build build) => new(RefusalCode.JobNotReady, $"The build is {Word(build)} and can't be assigned");

    public static Refusal NotAssigned() => new(RefusalCode.NotAssigned, "Build not assigned to this worker");

    public static Refusal HeldByNobody(Build build) => new(RefusalCode.Conflict, $"The build is {Word(build)}: no worker holds it");

    public static Refusal LeaseLost(LeaseToken token) =>
        new(RefusalCode.LeaseLost, $"The {token} is over: it expired, was given to another, or was reported before with other content");

    private static string Word(Build build) => build.Status.ToString().ToLowerInvariant();
}
