using System.Collections.Immutable;
using GrainJobs.Storage;
using Npgsql;

namespace GrainJobs.Builds;

/// <summary>Writes of many builds as one statement of each kind, on PostgreSQL: the parameters in the order of sql/queries/builds.</summary>
internal static class BuildBatch
{
    internal static NpgsqlBatchCommand Insert(List<BuildWrite> writes) =>
        PostgresBatch.Command("builds/insert_builds", [.. Fixed(writes), .. Changing(writes), .. Log(writes), .. Lines(writes)]);

    internal static NpgsqlBatchCommand Update(List<BuildWrite> writes) => PostgresBatch.Command(
        "builds/update_builds",
        [
            writes.Texts(write => write.Next.Id.Value),
            writes.Longs(write => write.ExpectedVersion),
            .. Changing(writes),
            .. Log(writes),
            .. Lines(writes),
        ]);

    internal static NpgsqlBatchCommand Append(List<BuildLogWrite> writes) => PostgresBatch.Command(
        "builds/append_logs",
        [
            writes.Texts(write => write.Id.Value),
            writes.Texts(write => write.Holder.Value),
            writes.Texts(write => write.BatchKey ?? ""),
            writes.Longs(write => write.WriteId),
            writes.Numbers(write => write.Lines.Length),
            writes.Longs(write => BuildLogWrite.BytesOf(write.Lines)),
            writes.Longs(write => write.MostBytes),
            .. Lines([.. writes.SelectMany(write => Placed(write.Id, write.Lines))]),
        ]);

    private static NpgsqlParameter[] Fixed(List<BuildWrite> writes) =>
    [
        writes.Texts(write => write.Next.Id.Value),
        writes.Texts(write => write.Next.Spec.Platform),
        writes.Numbers(write => write.Next.Spec.Priority),
        writes.Flags(write => write.Next.Spec.AwaitSource),
        writes.Texts(write => write.Next.Spec.ProjectId),
        writes.Texts(write => write.Next.Spec.OriginalBuildId?.Value),
        .. File(writes, build => build.Spec.Certs),
        writes.Instants(write => write.Next.CreatedAt),
    ];

    private static NpgsqlParameter[] Changing(List<BuildWrite> writes) =>
    [
        writes.Longs(write => write.Next.Version),
        writes.Longs(write => write.WriteId),
        writes.Texts(write => BuildStatusText.ToText(write.Next.Status)),
        writes.Instants(write => write.Next.ReadyAt),
        writes.Instants(write => write.Next.UpdatedAt),
        writes.InstantsOrNull(write => write.Next.StartedAt),
        writes.InstantsOrNull(write => write.Next.FinishedAt),
        writes.Numbers(write => write.Next.Attempt),
        writes.Numbers(write => write.Next.Losses),
        writes.Numbers(write => write.Next.Progress),
        .. File(writes, build => build.Source),
        .. File(writes, build => build.Result),
        writes.Texts(write => write.Next.Lease?.Token.Value),
        writes.InstantsOrNull(write => write.Next.Lease?.GrantedAt),
        writes.Flags(write => write.Next.IsClassic),
        writes.Texts(write => write.Next.Worker?.Value),
        writes.Texts(write => write.Next.WorkerName),
        writes.Texts(write => write.Next.Error),
        writes.Texts(write => write.Next.ErrorCode),
        writes.Texts(write => write.Next.Cancelled?.Value),
        writes.Texts(write => write.Next.Receipt?.Token.Value),
        writes.Texts(write => write.Next.Receipt?.Digest),
        writes.Texts(write => write.Next.PreviewUrl),
        writes.InstantsOrNull(write => write.Next.CancelConfirmedAt),
    ];

    private static NpgsqlParameter[] File(List<BuildWrite> writes, Func<Build, BuildFile?> file) =>
    [
        writes.Texts(write => file(write.Next)?.FileId),
        writes.LongsOrNull(write => file(write.Next)?.Length),
        writes.Texts(write => file(write.Next)?.Sha256),
        writes.Texts(write => file(write.Next)?.Name),
    ];

    private static NpgsqlParameter[] Log(List<BuildWrite> writes) =>
    [
        writes.Numbers(write => write.Lines.Length),
        writes.Longs(write => BuildLogWrite.BytesOf(write.Lines)),
    ];

    private static NpgsqlParameter[] Lines(List<BuildWrite> writes) => Lines([.. writes.SelectMany(write => Placed(write.Next.Id, write.Lines))]);

    private static NpgsqlParameter[] Lines(List<PlacedLine> lines) =>
    [
        lines.Texts(each => each.Build.Value),
        lines.Numbers(each => each.Place),
        lines.Instants(each => each.Line.At),
        lines.Texts(each => each.Line.Level),
        lines.Texts(each => each.Line.Message),
    ];

    private static IEnumerable<PlacedLine> Placed(BuildId build, ImmutableArray<BuildLogLine> lines) =>
        lines.Select((line, place) => new PlacedLine(build, place + 1, line));

    /// <param name="Place">From 1, within the lines that are written together.</param>
    private readonly record struct PlacedLine(BuildId Build, int Place, BuildLogLine Line);
}
