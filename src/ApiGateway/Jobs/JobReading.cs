using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using GrainJobs.Http;

namespace GrainJobs.Jobs;

/// <summary>Reading and following one job.</summary>
internal static class JobReading
{
    private static readonly TimeSpan CreationGrace = TimeSpan.FromMilliseconds(600);
    private static readonly TimeSpan CreationLook = TimeSpan.FromMilliseconds(60);

    internal static async Task<Answer> Get(string id, HttpContext context, JobReads reads)
    {
        var query = new QueryFields(context);
        var wait = query.Wait();
        var version = query.Number("version", 0, long.MaxValue);
        if (query.Refusal is { } refusal)
        {
            return Problem.Of(refusal);
        }

        var job = await reads.Find(id);
        if (job is not null && wait > TimeSpan.Zero && !job.IsFinished && job.Version <= (version ?? job.Version))
        {
            job = await reads.WaitPast(job.Id, version ?? job.Version, wait, context.RequestAborted);
        }

        return job is null ? JobAnswers.NotFound() : await Answer(job, context, reads);
    }

    internal static async Task<IResult> Stream(string id, HttpContext context, JobReads reads, TimeProvider time)
    {
        if (await Await(id, reads, time, context.RequestAborted) is not { } job)
        {
            return JobAnswers.NotFound();
        }

        var known = LastEventId(context.Request);
        return job.IsFinished && known == job.Version
            ? Http.Answer.Empty(StatusCodes.Status204NoContent)
            : new EventStream(Items(reads, job.Id, known));
    }

    private static async Task<Answer> Answer(Job job, HttpContext context, JobReads reads)
    {
        var tag = EntityTag.Of(job.Version);
        return EntityTag.IsKnown(context.Request, tag)
            ? Http.Answer.Empty(StatusCodes.Status304NotModified) with { ETag = tag }
            : JobAnswers.Of(job, waitingFor: await reads.Explain(job));
    }

    /// <summary>A stream may be opened a moment before its job is created.</summary>
    private static async Task<Job?> Await(string id, JobReads reads, TimeProvider time, CancellationToken cancel)
    {
        var began = time.GetTimestamp();
        var job = await reads.Find(id);
        while (job is null && time.GetElapsedTime(began) < CreationGrace)
        {
            await Task.Delay(CreationLook, time, cancel);
            job = await reads.Find(id);
        }

        return job;
    }

    private static async IAsyncEnumerable<StreamItem> Items(JobReads reads, JobId id, long known, [EnumeratorCancellation] CancellationToken cancel = default)
    {
        await foreach (var (job, isPast) in reads.FollowEvery(id, known, cancel))
        {
            if (job.Version > known || job.IsFinished)
            {
                yield return new(
                    job.Version.ToString(CultureInfo.InvariantCulture),
                    JsonSerializer.SerializeToUtf8Bytes(JobView.Of(job), JobJson.Default.JobView),
                    isPast);
            }
        }
    }

    // An id we never gave (another server's, nonsense) counts as none: the reader gets the current state.
    private static long LastEventId(HttpRequest request) =>
        long.TryParse(request.Headers["Last-Event-ID"], NumberStyles.None, CultureInfo.InvariantCulture, out var version) ? version : 0;
}
