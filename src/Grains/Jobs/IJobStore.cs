using GrainJobs.Queues;
using GrainJobs.Storage;

namespace GrainJobs.Jobs;

/// <summary>Reads of committed job rows. Every call has a time limit and throws <see cref="StorageUnavailableException"/> when it passes.</summary>
internal interface IJobStore
{
    /// <summary>The job; null when there is none. Calls under way at once share statements.</summary>
    Task<Job?> Find(JobId id);

    Task<IReadOnlyList<Job>> FindMany(IReadOnlyCollection<JobId> ids);

    /// <summary>The unfinished job of a type and unique key.</summary>
    Task<Job?> FindUnfinished(string type, string uniqueKey);

    /// <summary>Newest first; after a while of searching what was found until then, with the place to go on from.</summary>
    Task<FoundJobs> List(JobFilter filter);

    Task<IReadOnlyList<JobEvent>> Events(JobId id, int after, int limit);

    /// <summary>The ways back (see <see cref="JobUndo"/>) by the version they lead to, newest first, to versions between two.</summary>
    Task<IReadOnlyList<KeyValuePair<long, string>>> Undos(JobId id, long after, long before, int limit);

    Task<IReadOnlyList<JobLogLine>> Logs(JobId id, long after, int limit);

    /// <summary>The number of the last log line, and the bytes stored so far; zeros when none.</summary>
    Task<LogEnd> LogEnd(JobId id);

    /// <summary>The last number stored under a batch key; null when it is new.</summary>
    Task<long?> LogBatch(JobId id, string batchKey);

    /// <summary>The input bytes beside the row.</summary>
    Task<byte[]?> Input(JobId id);

    /// <summary>Inputs beside the rows of those ids, no longer than the limit.</summary>
    Task<IReadOnlyDictionary<JobId, byte[]>> Inputs(IReadOnlyCollection<JobId> ids, int longest);

    Task<IReadOnlyDictionary<JobStatus, long>> Counts(QueueName queue);

    /// <summary>Over all queues.</summary>
    Task<IReadOnlyDictionary<JobStatus, long>> CountAll();

    Task<IReadOnlyList<TypeCount>> CountsByType();

    /// <summary>Every queue that has rows.</summary>
    Task<IReadOnlyList<QueueName>> Queues();

    /// <summary>Lanes that have queued rows, and queues that have processing rows.</summary>
    Task<IReadOnlyList<QueueWork>> QueuesWithWork();

    /// <summary>Queues that have scheduled rows due before an instant: a step in the index for every queue that has scheduled rows at all.</summary>
    Task<IReadOnlyList<QueueName>> QueuesWithDue(DateTimeOffset dueBefore);

    /// <summary>Distinct lines (lane and key) that have queued rows, after one in order.</summary>
    Task<IReadOnlyList<QueueLine>> Lines(QueueName queue, QueueLine? after, int limit);

    /// <summary>Queued rows of one line in order (priority descending, ready time, id), after one.</summary>
    Task<IReadOnlyList<QueueEntry>> Ready(QueueName queue, QueueLine line, QueueEntry? after, int limit);

    /// <summary>Queued rows of the whole queue that became ready before an instant, oldest ready time first: the look for lost news.</summary>
    Task<IReadOnlyList<QueueEntry>> LongestWaiting(QueueName queue, DateTimeOffset readyBefore, int limit);

    /// <summary>Scheduled rows due before an instant, soonest first.</summary>
    Task<IReadOnlyList<QueueEntry>> Scheduled(QueueName queue, DateTimeOffset dueBefore, int limit);

    /// <summary>Processing rows with a lease.</summary>
    Task<IReadOnlyList<Job>> Held(QueueName queue, int limit);

    /// <summary>Rows a worker holds, over all queues.</summary>
    Task<IReadOnlyList<Job>> HeldBy(string worker, int limit);

    /// <summary>Batches leased in a queue, oldest first.</summary>
    Task<IReadOnlyList<LeaseBatch>> LeaseBatches(QueueName queue, int limit);

    /// <summary>How many queued rows of the queue go before this entry, counted up to a limit.</summary>
    Task<PlaceInLine> Position(QueueName queue, QueueEntry entry);

    /// <summary>Jobs that wait for a job of those.</summary>
    Task<IReadOnlyList<JobId>> Dependents(IReadOnlyCollection<JobId> ids);

    /// <summary>Pending jobs all of whose dependencies have ended (or one has failed): the look for lost news.</summary>
    Task<IReadOnlyList<JobId>> Resolvable(int limit);

    /// <summary>Finished jobs whose callback is still due.</summary>
    Task<IReadOnlyList<Job>> CallbacksDue(int limit);

    /// <summary>Pending, scheduled or queued ones whose deadline has passed.</summary>
    Task<IReadOnlyList<JobId>> PastDeadline(DateTimeOffset now, int limit);

    /// <summary>Removes finished jobs of a kind that ended before an instant; answers the file ids that no row names any more, and how many rows went.</summary>
    Task<Retired> Retire(bool failed, DateTimeOffset finishedBefore, int limit);

    /// <summary>Those of the file ids that no job names.</summary>
    Task<IReadOnlyList<string>> UnusedFiles(IReadOnlyCollection<string> fileIds);
}
