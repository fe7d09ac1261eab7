using System.Runtime.CompilerServices;
using GrainJobs.Http;

namespace GrainJobs.Jobs;

/// <summary>The job routes.</summary>
public sealed class JobsClient
{
    private static readonly TimeSpan PollWait = TimeSpan.FromSeconds(25);
    private readonly Gateway gateway;

    internal JobsClient(Gateway gateway) => this.gateway = gateway;

    /// <summary>Creates a job, or gives the existing one of that id. Repeats safely: without an id it sends an idempotency key.</summary>
    /// <param name="idempotencyKey">The same key and content give the same answer; absent: a fresh one a call.</param>
    public Task<JobSnapshot> SubmitAsync(NewJob job, string? idempotencyKey = null, CancellationToken stop = default)
        => gateway.SendAsync(
            new Call(HttpMethod.Post, "api/jobs")
            {
                Body = Json.Body(job, CamelJson.Default.NewJob),
                Key = idempotencyKey ?? (job.JobId is null ? Guid.NewGuid().ToString("n") : null),
                Repeatable = true,
            },
            CamelJson.Default.JobSnapshot,
            stop);

    /// <summary>Creates up to 10,000 jobs in one call; an outcome each, in order.</summary>
    public async Task<IReadOnlyList<BulkOutcome>> SubmitManyAsync(IReadOnlyList<NewJob> jobs, string? idempotencyKey = null, CancellationToken stop = default)
    {
        Call call = new(HttpMethod.Post, "api/jobs/bulk")
        {
            Body = Json.Body(jobs, CamelJson.Default.IReadOnlyListNewJob),
            Key = idempotencyKey ?? Guid.NewGuid().ToString("n"),
            Repeatable = true,
        };
        return (await gateway.SendAsync(call, CamelJson.Default.BulkAnswer, stop)).Results;
    }

    /// <summary>The job now.</summary>
    public Task<JobSnapshot> GetAsync(string jobId, CancellationToken stop = default)
        => gateway.SendAsync(new Call(HttpMethod.Get, Path(jobId)) { Repeatable = true }, CamelJson.Default.JobSnapshot, stop);

    /// <summary>The job once it has moved past a version, or as it is after <paramref name="wait"/> (at most 30 s).</summary>
    public Task<JobSnapshot> GetAsync(string jobId, long version, TimeSpan wait, CancellationToken stop = default)
    {
        string path = Query.Of(Path(jobId), ("wait", Query.Seconds(wait)), ("version", version));
        return gateway.SendAsync(new Call(HttpMethod.Get, path) { Repeatable = true, Limit = wait + gateway.Options.CallLimit }, CamelJson.Default.JobSnapshot, stop);
    }

    /// <summary>Long-polls until the job is finished; <see cref="TimeoutException"/> when it is not within <paramref name="limit"/>.</summary>
    public async Task<JobSnapshot> WaitAsync(string jobId, TimeSpan limit, CancellationToken stop = default)
    {
        long began = gateway.Time.GetTimestamp();
        JobSnapshot job = await GetAsync(jobId, stop);
        while (!job.IsFinished)
        {
            TimeSpan left = limit - gateway.Time.GetElapsedTime(began);
            if (left <= TimeSpan.Zero)
            {
                throw new TimeoutException($"Job {jobId} is {job.Status} after {limit.TotalSeconds:0.#} s.");
            }

            job = await GetAsync(jobId, job.Version, left < PollWait ? left : PollWait, stop);
        }

        return job;
    }

    /// <summary>
    /// Every version of the job from now on, or after <paramref name="afterVersion"/>, up to the terminal one. A broken stream is resumed
    /// where it broke; it gives up when none can be opened for the client's patience.
    /// </summary>
    public IAsyncEnumerable<JobSnapshot> WatchAsync(string jobId, long? afterVersion = null, CancellationToken stop = default)
        => new JobStream(gateway, Path(jobId) + "/stream").ReadAsync(afterVersion, stop);

    /// <summary>One page of jobs.</summary>
    public Task<JobList> ListAsync(JobSearch search, CancellationToken stop = default)
    {
        string path = Query.Of("api/jobs", ("queue", search.Queue), ("type", search.Type), ("status", search.Status), ("tag", search.Tag), ("limit", search.Limit), ("cursor", search.Cursor));
        return gateway.SendAsync(new Call(HttpMethod.Get, path) { Repeatable = true }, CamelJson.Default.JobList, stop);
    }

    /// <summary>All jobs that match, page by page.</summary>
    public async IAsyncEnumerable<JobSnapshot> ListAllAsync(JobSearch search, [EnumeratorCancellation] CancellationToken stop = default)
    {
        JobList page = await ListAsync(search, stop);
        foreach (JobSnapshot job in page.Jobs)
        {
            yield return job;
        }

        while (page.NextCursor is { } cursor)
        {
            page = await ListAsync(search with { Cursor = cursor }, stop);
            foreach (JobSnapshot job in page.Jobs)
            {
                yield return job;
            }
        }
    }

    /// <summary>What happened to it, oldest first.</summary>
    public Task<JobHistory> EventsAsync(string jobId, string? cursor = null, CancellationToken stop = default)
        => gateway.SendAsync(new Call(HttpMethod.Get, Query.Of(Path(jobId) + "/events", ("cursor", cursor))) { Repeatable = true }, CamelJson.Default.JobHistory, stop);

    /// <summary>Its log lines after a number, oldest first.</summary>
    public Task<JobLogPage> LogsAsync(string jobId, long? after = null, CancellationToken stop = default)
        => gateway.SendAsync(new Call(HttpMethod.Get, Query.Of(Path(jobId) + "/logs", ("after", after))) { Repeatable = true }, CamelJson.Default.JobLogPage, stop);

    /// <summary>Adds log lines. The key makes a repeat safe; absent: a fresh one a call.</summary>
    public Task WriteLogsAsync(string jobId, IReadOnlyList<NewLogLine> lines, string? idempotencyKey = null, CancellationToken stop = default)
        => gateway.SendAsync(
            new Call(HttpMethod.Post, Path(jobId) + "/logs")
            {
                Body = Json.Body(new JobLogBatch(lines), CamelJson.Default.JobLogBatch),
                Key = idempotencyKey ?? Guid.NewGuid().ToString("n"),
                Repeatable = true,
            },
            stop);

    /// <summary>Saves the input of a job that awaits it, and queues it. A second one is refused, so this is sent once.</summary>
    /// <param name="input">Makes the bytes.</param>
    public Task<JobSnapshot> SaveInputAsync(string jobId, Func<HttpContent> input, CancellationToken stop = default)
        => gateway.SendAsync(new Call(HttpMethod.Put, Path(jobId) + "/input") { Body = input, Limit = gateway.Options.TransferLimit }, CamelJson.Default.JobSnapshot, stop);

    /// <summary>Copies the input to where it is wanted.</summary>
    public async Task ReadInputAsync(string jobId, Stream destination, CancellationToken stop = default)
    {
        Call call = new(HttpMethod.Get, Path(jobId) + "/input") { Limit = gateway.Options.TransferLimit };
        await gateway.SendAsync(call, answer => CopyAsync(answer, destination, stop), HttpCompletionOption.ResponseHeadersRead, stop);
    }

    /// <summary>Changes a tracked job. Not repeated when the answer is lost: a terminal update would refuse its own repeat.</summary>
    public Task<JobSnapshot> UpdateAsync(string jobId, JobUpdate update, CancellationToken stop = default)
        => gateway.SendAsync(new Call(HttpMethod.Patch, Path(jobId)) { Body = Json.Body(update, CamelJson.Default.JobUpdate) }, CamelJson.Default.JobSnapshot, stop);

    /// <summary>Cancels it; when it runs, <see cref="JobSnapshot.CancelRequested"/> says that its worker was asked to stop.</summary>
    public Task<JobSnapshot> CancelAsync(string jobId, CancellationToken stop = default)
        => gateway.SendAsync(new Call(HttpMethod.Post, Path(jobId) + "/cancel") { Repeatable = true }, CamelJson.Default.JobSnapshot, stop);

    /// <summary>A new job with the payload of a finished one.</summary>
    public Task<JobAgain> RetryAsync(string jobId, CancellationToken stop = default)
        => gateway.SendAsync(new Call(HttpMethod.Post, Path(jobId) + "/retry") { Key = Guid.NewGuid().ToString("n"), Repeatable = true }, CamelJson.Default.JobAgain, stop);

    /// <summary>Forgets a finished job.</summary>
    public Task DeleteAsync(string jobId, CancellationToken stop = default)
        => gateway.SendAsync(new Call(HttpMethod.Delete, Path(jobId)), stop);

    private static string Path(string jobId) => "api/jobs/" + Query.Escape(jobId);

    private static async Task<bool> CopyAsync(HttpResponseMessage answer, Stream destination, CancellationToken stop)
    {
        await answer.Content.CopyToAsync(destination, stop);
        return true;
    }
}
