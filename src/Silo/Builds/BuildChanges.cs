using System.Collections.Immutable;
using System.Text.Json;
using GrainJobs.Storage;

namespace GrainJobs.Builds;

/// <summary>The statements that change build rows and their logs. The first one guards: when it finds no row, the others find none either.</summary>
internal static class BuildChanges
{
    internal static SqlChange[] Of(BuildWrite write)
    {
        var row = write.IsInsert
            ? SqlChange.IfCurrent("builds/insert_build", [.. Fixed(write.Next), .. Changing(write)])
            : SqlChange.IfCurrent("builds/update_build", [("id", write.Next.Id.Value), ("expected", write.ExpectedVersion), .. Changing(write)]);
        return write.Lines.IsEmpty
            ? [row]
            : [row, MoveEnd(write), AddLines(write.Next.Id, write.WriteId, write.Lines)];
    }

    internal static SqlChange[] Of(BuildLogWrite write)
    {
        var room = SqlChange.IfCurrent(
            "builds/append_log",
            ("id", write.Id.Value),
            ("holder", write.Holder.Value),
            ("batch_key", write.BatchKey ?? ""),
            ("write_id", write.WriteId),
            ("count", write.Lines.Length),
            ("bytes", BuildLogWrite.BytesOf(write.Lines)),
            ("most_bytes", write.MostBytes));
        var lines = AddLines(write.Id, write.WriteId, write.Lines);
        return write.BatchKey is { } key
            ? [room, lines, SqlChange.Always("builds/remember_log_batch", ("id", write.Id.Value), ("write_id", write.WriteId), ("batch_key", key))]
            : [room, lines];
    }

    private static SqlChange MoveEnd(BuildWrite write) => SqlChange.Always(
        write.IsInsert ? "builds/open_log" : "builds/extend_log",
        ("id", write.Next.Id.Value),
        ("write_id", write.WriteId),
        ("count", write.Lines.Length),
        ("bytes", BuildLogWrite.BytesOf(write.Lines)));

    private static SqlChange AddLines(BuildId id, long writeId, ImmutableArray<BuildLogLine> lines) => SqlChange.Always(
        "builds/add_log_lines",
        ("id", id.Value),
        ("write_id", writeId),
        ("count", lines.Length),
        ("lines", JsonSerializer.Serialize(
            [.. lines.Select(line => new BuildLineJson(Instant.ToMicroseconds(line.At), line.Level, line.Message))],
            BuildJson.Default.BuildLineJsonArray)));

    private static (string Name, object? Value)[] Fixed(Build build) =>
    [
        ("id", build.Id.Value),
        ("platform", build.Spec.Platform),
        ("priority", build.Spec.Priority),
        ("await_source", build.Spec.AwaitSource),
        ("project_id", build.Spec.ProjectId),
        ("original_build_id", build.Spec.OriginalBuildId?.Value),
        .. File("certs", build.Spec.Certs),
        ("created_at", build.CreatedAt),
    ];

    private static (string Name, object? Value)[] Changing(BuildWrite write) =>
    [
        ("version", write.Next.Version),
        ("write_id", write.WriteId),
        ("status", BuildStatusText.ToText(write.Next.Status)),
        ("ready_at", write.Next.ReadyAt),
        ("updated_at", write.Next.UpdatedAt),
        ("started_at", write.Next.StartedAt),
        ("finished_at", write.Next.FinishedAt),
        ("attempt", write.Next.Attempt),
        ("losses", write.Next.Losses),
        ("progress", write.Next.Progress),
        .. File("source", write.Next.Source),
        .. File("result", write.Next.Result),
        ("lease_token", write.Next.Lease?.Token.Value),
        ("lease_granted_at", write.Next.Lease?.GrantedAt),
        ("is_classic", write.Next.IsClassic),
        ("worker_id", write.Next.Worker?.Value),
        ("worker_name", write.Next.WorkerName),
        ("error", write.Next.Error),
        ("error_code", write.Next.ErrorCode),
        ("cancelled_token", write.Next.Cancelled?.Value),
        ("receipt_token", write.Next.Receipt?.Token.Value),
        ("receipt_digest", write.Next.Receipt?.Digest),
        ("preview_url", write.Next.PreviewUrl),
        ("cancel_confirmed_at", write.Next.CancelConfirmedAt),
    ];

    private static (string Name, object? Value)[] File(string column, BuildFile? file) =>
    [
        (column + "_file", file?.FileId),
        (column + "_length", file?.Length),
        (column + "_sha256", file?.Sha256),
        (column + "_name", file?.Name),
    ];
}
