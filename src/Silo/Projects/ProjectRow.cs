using GrainJobs.Storage;

namespace GrainJobs.Projects;

/// <summary>Reads rows in the order of the columns that every statement names.</summary>
internal static class ProjectRow
{
    internal static Project Project(Row row) => new()
    {
        Id = new(row.Text(0)),
        Version = row.Long(1),
        Name = row.TextOrNull(2),
        Framework = row.TextOrNull(3),
        BuildStatus = row.TextOrNull(4) is { } status ? Status(status) : null,
        CurrentBuildId = row.TextOrNull(5),
        LatestBuildId = row.TextOrNull(6),
        Builds = row.Long(7),
        LastBuildStarted = row.AtOrNull(8),
        LastBuildCompleted = row.AtOrNull(9),
        CreatedAt = row.At(10),
        UpdatedAt = row.At(11),
    };

    internal static ProjectBuild Build(Row row) => new()
    {
        BuildId = row.Text(0),
        ProjectId = new(row.Text(1)),
        Number = row.Long(2),
        JobId = row.Text(3),
        Status = Status(row.Text(4)),
        Prompt = row.Text(5),
        Framework = row.TextOrNull(6),
        UserId = row.Text(7),
        WebhookUrl = row.TextOrNull(8),
        CreatedAt = row.At(9),
        StartedAt = row.AtOrNull(10),
        CompletedAt = row.AtOrNull(11),
        FailureStage = row.TextOrNull(12),
        Error = row.TextOrNull(13),
        PreviewUrl = row.TextOrNull(14),
        Settled = row.Flag(15),
    };

    internal static string Text(ProjectStatus status) => status switch
    {
        ProjectStatus.Queued => "queued",
        ProjectStatus.Building => "building",
        ProjectStatus.Deployed => "deployed",
        ProjectStatus.Failed => "failed",
        ProjectStatus.Canceled => "canceled",
        ProjectStatus.Superseded => "superseded",
        _ => throw new ArgumentOutOfRangeException(nameof(status)),
    };

    private static ProjectStatus Status(string text) => text switch
    {
        "queued" => ProjectStatus.Queued,
        "building" => ProjectStatus.Building,
        "deployed" => ProjectStatus.Deployed,
        "failed" => ProjectStatus.Failed,
        "canceled" => ProjectStatus.Canceled,
        "superseded" => ProjectStatus.Superseded,
        _ => throw new InvalidOperationException($"The row has the unknown status {text}."),
    };
}
