using GrainJobs.Jobs;

namespace GrainJobs.Storage;

/// <summary>Reads of job rows, the same on both databases.</summary>
internal sealed partial class JobStore(ISqlReader reader, JobCounts counts, JobListing search, JobRetention retention) : IJobStore
{
    private readonly FindBatch<Job> finds = new(reader, "jobs/find_jobs", JobRow.Read, static job => job.Id.Value);

    public Task<Job?> Find(JobId id) => finds.Find(id.Value);

    public async Task<IReadOnlyList<Job>> FindMany(IReadOnlyCollection<JobId> ids) =>
        ids.Count == 0 ? [] : await reader.Read("jobs/find_jobs", JobRow.Read, ("ids", Texts(ids)));

    public async Task<Job?> FindUnfinished(string type, string uniqueKey) =>
        (await reader.Read("jobs/find_unfinished", JobRow.Read, ("type", type), ("unique_key", uniqueKey))).FirstOrDefault();

    public Task<FoundJobs> List(JobFilter filter) => search.Find(filter);

    public async Task<IReadOnlyList<JobEvent>> Events(JobId id, int after, int limit)
    {
        List<JobEvent> rows = await reader.Read(
            "jobs/list_events",
            static row => new JobEvent(row.Number(0), row.Text(1), row.At(2), row.TextOrNull(3)),
            ("id", id.Value),
            ("after", after),
            ("early", EarlyEvents.Last),
            ("limit", limit));
        IEnumerable<JobEvent> all = rows.SelectMany(row => row.Seq == 0 ? EarlyEvents.Read(row.Type) : [row]);
        return [.. all.Where(happened => happened.Seq > after).OrderBy(happened => happened.Seq).Take(limit)];
    }

    public async Task<IReadOnlyList<KeyValuePair<long, string>>> Undos(JobId id, long after, long before, int limit) => await reader.Read(
        "jobs/list_versions",
        static row => KeyValuePair.Create(row.Long(0), row.Text(1)),
        ("id", id.Value),
        ("after", after),
        ("before", before),
        ("limit", limit));

    public async Task<IReadOnlyList<JobLogLine>> Logs(JobId id, long after, int limit) => await reader.Read(
        "jobs/list_logs",
        static row => new JobLogLine(row.Long(0), row.At(1), row.Text(2), row.Text(3)),
        ("id", id.Value),
        ("after", after),
        ("limit", limit));

    public async Task<LogEnd> LogEnd(JobId id) =>
        (await reader.Read("jobs/find_log_end", static row => new LogEnd(row.Long(0), row.Long(1)), ("id", id.Value))).FirstOrDefault();

    public async Task<long?> LogBatch(JobId id, string batchKey) =>
        (await reader.Read("jobs/find_log_batch", static row => (long?)row.Long(0), ("id", id.Value), ("batch_key", batchKey))).FirstOrDefault();

    public async Task<IReadOnlyList<string>> UnusedFiles(IReadOnlyCollection<string> fileIds) =>
        fileIds.Count == 0 ? [] : await reader.Read("jobs/list_unused_files", static row => row.Text(0), ("ids", fileIds.ToArray()));

    public async Task<byte[]?> Input(JobId id) => (await Inputs([id], int.MaxValue)).GetValueOrDefault(id);

    public async Task<IReadOnlyDictionary<JobId, byte[]>> Inputs(IReadOnlyCollection<JobId> ids, int longest)
    {
        if (ids.Count == 0)
        {
            return new Dictionary<JobId, byte[]>();
        }

        List<(JobId Id, byte[] Content)> inputs = await reader.Read(
            "jobs/list_inputs", static row => (new JobId(row.Text(0)), row.Bytes(1)), ("ids", Texts(ids)), ("longest", longest));
        return inputs.ToDictionary(input => input.Id, input => input.Content);
    }

    public async Task<IReadOnlyList<JobId>> Dependents(IReadOnlyCollection<JobId> ids) =>
        ids.Count == 0 ? [] : await reader.Read("jobs/list_dependents", ReadId, ("ids", Texts(ids)));

    public async Task<IReadOnlyList<JobId>> Resolvable(int limit) =>
        await reader.Read("jobs/list_resolvable", ReadId, ("limit", limit));

    public async Task<IReadOnlyList<Job>> CallbacksDue(int limit) =>
        await reader.Read("jobs/list_callbacks_due", JobRow.Read, ("limit", limit));

    public async Task<IReadOnlyList<JobId>> PastDeadline(DateTimeOffset now, int limit) =>
        await reader.Read("jobs/list_past_deadline", ReadId, ("now", now), ("limit", limit));

    public Task<Retired> Retire(bool failed, DateTimeOffset finishedBefore, int limit) => retention.Retire(failed, finishedBefore, limit);

    private static JobId ReadId(Row row) => new(row.Text(0));

    private static string[] Texts(IReadOnlyCollection<JobId> ids) => [.. ids.Select(id => id.Value)];
}
