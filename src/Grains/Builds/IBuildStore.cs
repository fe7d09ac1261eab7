using GrainJobs.Jobs;
using GrainJobs.Queues;
using GrainJobs.Storage;

namespace GrainJobs.Builds;

/// <summary>Reads of committed build rows. Every call has a time limit and throws <see cref="StorageUnavailableException"/> when it passes.</summary>
internal interface IBuildStore
{
    /// <summary>The build; null when there is none.</summary>
    Task<Build?> Find(BuildId id);

    /// <summary>Newest first.</summary>
    Task<IReadOnlyList<Build>> List(BuildFilter filter);

    /// <summary>How many match, whatever the place in the list.</summary>
    Task<long> Count(BuildFilter filter);

    /// <param name="midnight">Since when a build counts as today's.</param>
    Task<BuildCounts> Counts(DateTimeOffset midnight);

    Task<IReadOnlyList<BuildLogLine>> Logs(BuildId id, long after, int limit);

    /// <summary>Where the log ends.</summary>
    Task<LogEnd> LogEnd(BuildId id);

    /// <summary>Whether a batch of lines was stored under that key.</summary>
    Task<bool> HasLogBatch(BuildId id, string batchKey);

    /// <summary>Those of the file ids that no build names.</summary>
    Task<IReadOnlyList<string>> UnusedFiles(IReadOnlyCollection<string> fileIds);

    /// <summary>Whether any build is in line or held.</summary>
    Task<bool> HasWork();

    /// <summary>Platforms with builds in line, after one in order.</summary>
    Task<IReadOnlyList<QueueLine>> Lines(QueueLine? after, int limit);

    /// <summary>Builds of one platform in line, in order (priority descending, ready time, id), after one.</summary>
    Task<IReadOnlyList<QueueEntry>> Ready(string platform, QueueEntry? after, int limit);

    /// <summary>Builds in line since before an instant, oldest ready time first.</summary>
    Task<IReadOnlyList<QueueEntry>> LongestWaiting(DateTimeOffset readyBefore, int limit);

    /// <summary>Assigned and building ones.</summary>
    Task<IReadOnlyList<Build>> Held(int limit);

    /// <summary>Builds a worker holds.</summary>
    Task<IReadOnlyList<Build>> HeldBy(string worker, int limit);

    /// <summary>How many builds in line go before this entry, counted up to a limit.</summary>
    Task<PlaceInLine> Position(QueueEntry entry);

    /// <summary>Removes finished builds of a kind that ended before an instant; answers the file ids that no row names any more, and how many rows went.</summary>
    Task<Retired> Retire(bool failed, DateTimeOffset finishedBefore, int limit);
}
