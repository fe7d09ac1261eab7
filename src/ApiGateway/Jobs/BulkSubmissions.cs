using GrainJobs.Http;
using GrainJobs.Storage;

namespace GrainJobs.Jobs;

/// <summary>Creating many jobs in one call.</summary>
internal static class BulkSubmissions
{
    private const int ChunkItems = 500;
    private const int ChunkBytes = 4 << 20;
    private const int ChunksAtOnce = 4;

    internal static async Task<Answer> Submit(HttpContext context, IGrainFactory grains, Once once)
    {
        var bytes = await RequestBody.Bytes(context);
        if (!IsJson(context.Request))
        {
            return Problem.Of(ProblemCode.UnsupportedMediaType, "The body must be application/json or application/x-ndjson.");
        }

        var items = BulkItems.Split(bytes);
        return items.IsRefused
            ? Problem.Of(items.Refusal)
            : await once.Run(context, () => Fingerprint.Of(bytes), () => Submit(items.Value, JobSubmissions.TraceParent(context), grains, context.RequestAborted));
    }

    private static async Task<Answer> Submit(List<ReadOnlyMemory<byte>> items, string? traceParent, IGrainFactory grains, CancellationToken cancel)
    {
        var results = new BulkItemView[items.Count];
        var drafts = new List<(int Index, JobDraft Draft)>(items.Count);
        for (var index = 0; index < items.Count; index++)
        {
            var read = Read(items[index], traceParent);
            if (read.IsRefused)
            {
                results[index] = Refused(StrictJson.PeekText(items[index], "jobId"), read.Refusal);
            }
            else
            {
                drafts.Add((index, read.Value));
            }
        }

        var options = new ParallelOptions { MaxDegreeOfParallelism = ChunksAtOnce, CancellationToken = cancel };
        await Parallel.ForEachAsync(Chunks(drafts, items), options, async (chunk, _) => await SubmitChunk(chunk, results, grains));
        return Array.TrueForAll(results, result => result.Code == RefusalCode.StorageUnavailable)
            ? Problem.Of(RefusalCode.StorageUnavailable, "Storage is unavailable; nothing was changed. Try again.")
            : Answer.Ok(new BulkView(results), JobJson.Default.BulkView);
    }

    private static Result<JobDraft> Read(ReadOnlyMemory<byte> item, string? traceParent)
    {
        var body = StrictJson.Parse(item, JobJson.Default.SubmitBody);
        if (body.IsRefused)
        {
            return body.Refusal;
        }

        return body.Value.JobId is { } id && HiddenJobs.IsHidden(id)
            ? new Refusal(RefusalCode.Invalid, "jobId must not begin with internal:")
            : body.Value.ToDraft(traceParent);
    }

    /// <summary>A chunk whose outcome is unknown is reported item by item: what the others achieved stays true.</summary>
    private static async Task SubmitChunk(List<(int Index, JobDraft Draft)> chunk, BulkItemView[] results, IGrainFactory grains)
    {
        Result<JobSubmission>[] answers;
        try
        {
            answers = await grains.GetGrain<IJobDeskGrain>(0).SubmitMany([.. chunk.Select(item => item.Draft)]);
        }
        catch (Exception failure) when (failure is StorageUnavailableException or OverloadedException or TimeoutException or OrleansException)
        {
            var refusal = new Refusal(RefusalCode.StorageUnavailable, "Not confirmed; submit it again with the same jobId.");
            answers = [.. chunk.Select(_ => Result<JobSubmission>.No(refusal))];
        }

        foreach (var ((index, draft), answer) in chunk.Zip(answers))
        {
            results[index] = answer.IsRefused
                ? Refused(draft.JobId, answer.Refusal)
                : new(answer.Value.Job.Id.Value, answer.Value.Created ? "created" : "existing");
        }
    }

    private static BulkItemView Refused(string? id, Refusal refusal) => new(id, "error", refusal.Detail, refusal.Code);

    private static IEnumerable<List<(int Index, JobDraft Draft)>> Chunks(List<(int Index, JobDraft Draft)> drafts, List<ReadOnlyMemory<byte>> items)
    {
        var chunk = new List<(int Index, JobDraft Draft)>();
        var bytes = 0;
        foreach (var draft in drafts)
        {
            if (chunk.Count > 0 && (chunk.Count >= ChunkItems || bytes + items[draft.Index].Length > ChunkBytes))
            {
                yield return chunk;
                chunk = [];
                bytes = 0;
            }

            chunk.Add(draft);
            bytes += items[draft.Index].Length;
        }

        if (chunk.Count > 0)
        {
            yield return chunk;
        }
    }

    private static bool IsJson(HttpRequest request) =>
        request.HasJsonContentType()
        || request.ContentType?.StartsWith("application/x-ndjson", StringComparison.OrdinalIgnoreCase) == true
        || request.ContentType?.StartsWith("application/jsonl", StringComparison.OrdinalIgnoreCase) == true;
}
