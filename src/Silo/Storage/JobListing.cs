using System.Text.Json;
using GrainJobs.Jobs;

namespace GrainJobs.Storage;

/// <summary>
/// Lists jobs, newest first. With a filter the index is walked in stretches until the page is full or the time is used up: a filter that matches few of
/// fifty million rows never costs more than a moment, and the answer says where to go on.
/// </summary>
internal sealed class JobListing(ISqlReader reader, JobCounts counts, TimeProvider time)
{
    private const int FirstStretch = 5_000;
    private const int LongestStretch = 100_000;
    private const int FewestStretches = 5;
    private static readonly TimeSpan Budget = TimeSpan.FromSeconds(1.5);

    internal async Task<FoundJobs> Find(JobFilter filter)
    {
        bool isFiltered = filter is not { Queue: null, Type: null, Status: null, Tag: null };
        if (isFiltered && filter.After is null && await counts.AreNone(filter))
        {
            return new([], null);
        }

        return await Walk(filter, isFiltered);
    }

    private async Task<FoundJobs> Walk(JobFilter filter, bool isFiltered)
    {
        List<Job> found = [];
        JobCursor? after = filter.After;
        long began = time.GetTimestamp();
        for (int stretch = FirstStretch; ; )
        {
            long stretchBegan = time.GetTimestamp();
            JobCursor? edge = isFiltered ? await Edge(after, stretch) : null;
            found.AddRange(await Read(filter, after, edge, filter.Limit - found.Count));
            if (found.Count >= filter.Limit)
            {
                return new([.. found], new(found[^1].CreatedAt, found[^1].Id.Value));
            }

            if (edge is null || time.GetElapsedTime(began) > Budget)
            {
                return new([.. found], edge);
            }

            after = edge;
            stretch = Next(stretch, time.GetElapsedTime(stretchBegan));
        }
    }

    /// <summary>Twice as long, unless rows that lie on the disk only make it slow: the time is looked at between stretches.</summary>
    private static int Next(int stretch, TimeSpan took) =>
        (int)Math.Clamp(stretch * Math.Min(2, Budget / FewestStretches / (took + TimeSpan.FromMilliseconds(1))), 1_000, LongestStretch);

    private static bool IsEnded(JobStatus status) => status is JobStatus.Completed or JobStatus.Error or JobStatus.Cancelled;

    private async Task<JobCursor?> Edge(JobCursor? after, int stretch) => (await reader.Read(
        "jobs/find_edge",
        static row => new JobCursor(row.At(0), row.Text(1)),
        ("after_at", after?.CreatedAt ?? DateTimeOffset.MaxValue),
        ("after_id", after?.Id ?? ""),
        ("stretch", stretch))).FirstOrDefault();

    private async Task<List<Job>> Read(JobFilter filter, JobCursor? after, JobCursor? edge, int limit) => await reader.Read(
        "jobs/list_jobs",
        JobRow.Read,
        ("queue", filter.Queue),
        ("type", filter.Type),
        ("status", filter.Status is { } status && !IsEnded(status) ? JobStatusText.ToText(status) : null),
        ("ended", filter.Status is { } ended && IsEnded(ended) ? JobStatusText.ToText(ended) : null),
        ("tag", filter.Tag is { } tag ? JsonSerializer.Serialize([tag], SpecJson.Default.StringArray) : null),
        ("after_at", after?.CreatedAt ?? DateTimeOffset.MaxValue),
        ("after_id", after?.Id ?? ""),
        ("edge_at", edge?.CreatedAt ?? DateTimeOffset.MinValue),
        ("edge_id", edge?.Id ?? ""),
        ("limit", limit));
}
