using GrainJobs.Jobs;
using GrainJobs.Storage;

namespace GrainJobs.Builds;

/// <summary>Reads of build rows, the same on both databases.</summary>
internal sealed partial class BuildStore(ISqlReader reader, ISqlWriter writer) : IBuildStore
{
    private readonly FindBatch<Build> finds = new(reader, "builds/find_builds", BuildRow.Read, static build => build.Id.Value);

    public Task<Build?> Find(BuildId id) => finds.Find(id.Value);

    public async Task<IReadOnlyList<Build>> List(BuildFilter filter) => await reader.Read(
        "builds/list_builds",
        BuildRow.Read,
        [
            .. Values(filter),
            ("after_at", filter.After?.CreatedAt ?? DateTimeOffset.MaxValue),
            ("after_id", filter.After?.Id ?? ""),
            ("limit", filter.Limit),
        ]);

    /// <summary>From the counts where these know the filter.</summary>
    public async Task<long> Count(BuildFilter filter) => filter is { Worker: null, ProjectId: null }
        ? (await reader.Read("builds/count_counted", ReadNumber, [.. Values(filter).Where(value => value.Name is "status" or "platform" or "active")]))[0]
        : (await reader.Read("builds/count_builds", ReadNumber, Values(filter)))[0];

    public async Task<BuildCounts> Counts(DateTimeOffset midnight)
    {
        var counts = (await reader.Read("builds/count_by_status", static row => (State: row.TextOrNull(0) ?? "", Count: row.Long(1)), ("midnight", midnight)))
            .ToDictionary(row => row.State, row => row.Count);
        long Of(BuildStatus status) => counts.GetValueOrDefault(BuildStatusText.ToText(status));
        var awaiting = counts.GetValueOrDefault("awaiting");
        return new()
        {
            Pending = Of(BuildStatus.Pending) + awaiting,
            Assigned = Of(BuildStatus.Assigned),
            Building = Of(BuildStatus.Building),
            Completed = Of(BuildStatus.Completed),
            Failed = Of(BuildStatus.Failed),
            Cancelled = Of(BuildStatus.Cancelled),
            AwaitingSource = awaiting,
            Today = counts.GetValueOrDefault(""),
        };
    }

    public async Task<IReadOnlyList<BuildLogLine>> Logs(BuildId id, long after, int limit) => await reader.Read(
        "builds/list_logs",
        static row => new BuildLogLine(row.Long(0), row.At(1), row.Text(2), row.Text(3)),
        ("id", id.Value),
        ("after", after),
        ("limit", limit));

    public async Task<LogEnd> LogEnd(BuildId id) =>
        (await reader.Read("builds/find_log_end", static row => new LogEnd(row.Long(0), row.Long(1)), ("id", id.Value))).FirstOrDefault();

    public async Task<bool> HasLogBatch(BuildId id, string batchKey) =>
        (await reader.Read("builds/find_log_batch", ReadNumber, ("id", id.Value), ("batch_key", batchKey))).Count > 0;

    public async Task<IReadOnlyList<string>> UnusedFiles(IReadOnlyCollection<string> fileIds) =>
        fileIds.Count == 0 ? [] : await reader.Read("builds/list_unused_files", static row => row.Text(0), ("ids", fileIds.ToArray()));

    public async Task<Retired> Retire(bool failed, DateTimeOffset finishedBefore, int limit)
    {
        var gone = await reader.Read(
            failed ? "builds/list_retire_failed" : "builds/list_retire_done",
            static row => (Id: row.Text(0), Files: new[] { row.TextOrNull(1), row.TextOrNull(2), row.TextOrNull(3) }),
            ("finished_before", finishedBefore),
            ("limit", limit));
        if (gone.Count > 0)
        {
            await writer.Write(gone.ConvertAll(build => SqlChange.Always("builds/delete_build", ("id", build.Id))));
        }

        return new(gone.Count, [.. gone.SelectMany(build => build.Files).OfType<string>()]);
    }

    private static long ReadNumber(Row row) => row.Long(0);

    private static (string Name, object? Value)[] Values(BuildFilter filter) =>
    [
        ("status", filter.Status is { } status ? BuildStatusText.ToText(status) : null),
        ("platform", filter.Platform),
        ("worker", filter.Worker),
        ("project", filter.ProjectId),
        ("active", filter.Active ? 1 : 0),
    ];
}
