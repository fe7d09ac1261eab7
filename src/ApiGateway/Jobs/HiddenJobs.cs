namespace GrainJobs.Jobs;

/// <summary>Jobs that serve one request and are shown to nobody: they are removed when it ends.</summary>
internal static class HiddenJobs
{
    private const string Prefix = "internal:";

    internal static JobId New(DateTimeOffset now) => new(Prefix + JobId.New(now).Value);

    internal static bool IsHidden(string id) => id.StartsWith(Prefix, StringComparison.Ordinal);
}
