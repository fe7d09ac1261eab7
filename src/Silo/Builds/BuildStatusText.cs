namespace GrainJobs.Builds;

/// <summary>Statuses as the rows have them: the words in lower case.</summary>
internal static class BuildStatusText
{
    internal static string ToText(BuildStatus status) => status.ToString().ToLowerInvariant();

    internal static BuildStatus Parse(string text) => text switch
    {
        "pending" => BuildStatus.Pending,
        "assigned" => BuildStatus.Assigned,
        "building" => BuildStatus.Building,
        "completed" => BuildStatus.Completed,
        "failed" => BuildStatus.Failed,
        "cancelled" => BuildStatus.Cancelled,
        _ => throw new InvalidDataException($"A row has the unknown status '{text}'."),
    };
}
