using GrainJobs.Http;
using GrainJobs.Silos;
using GrainJobs.Storage;

namespace GrainJobs.Jobs;

/// <summary>Creating many jobs in one call.</summary>
internal static class BulkSubmissions
{
    private const int ChunkItems = 500;
    private const int ChunkBytes = 4 << 20;
    private const int ChunksAtOnce = 4;

    internal static async Task<Answer> Submit(HttpContext context, IGrainFactory grains, NearDesk near, Once once)
    {
        var bytes = await RequestBody.Bytes(context);
        if (!IsJson(context.Request))
        {
            return Problem.Of(ProblemCode.UnsupportedMediaType, "The body must be application/json or application/x-ndjson.");
        }

        var items = BulkItems.Split(bytes);
        return items.IsRefused
            ? Problem.Of(items.Refusal)
            : await once.Run(context, () => Fingerprint.Of(bytes), () => Submit(items.Value, JobSubmissions.TraceParent(context), grains, near, context.RequestAborted));
    }

    private static async Task<Answer> Submit(List<ReadOnlyMemory<byte>> items, string? traceParent, IGrainFactory grains, NearDesk near, CancellationToken cancel)
    {
        var results = new BulkItemView[items.Count];
        var drafts = new List<(int Index, JobDraft Draft)>(items.Count);
        var doubtful = new List<(int Index, JobDraft Draft)>();
        var faults = new FieldFaults?[items.Count];
        for (var index = 0; index < items.Count; index++)
        {
            var body = JobSubmissions.Read(items[index]);
            if (body.Refusal is { } refusal)
            {
                results[index] = Refused(StrictJson.PeekText(items[index], "jobId"), refusal);
                faults[index] = body.Faults;
            }

            if (body.Part?.ToDraft(traceParent) is { } draft)
            {
                (body.Refusal is null ? drafts : doubtful).Add((index, draft));
            }
        }

        foreach (var chunk in Chunks(doubtful, items))
        {
            await JudgeChunk(chunk, faults, results, grains);
        }

        var options = new ParallelOptions { MaxDegreeOfParallelism = ChunksAtOnce, CancellationToken = cancel };
        var chunks = near.ByHome(drafts, item => item.Draft.Queue).SelectMany(group => Chunks(group, items));
        await Parallel.ForEachAsync(chunks, options, async (chunk, _) => await SubmitChunk(chunk, results, near));
        return results.Length > 0 && Array.TrueForAll(results, result => result.Code == RefusalCode.StorageUnavailable)
            ? Problem.Of(RefusalCode.StorageUnavailable, "Storage is unavailable; nothing was changed. Try again.")
            : Answer.Ok(new BulkView(results), JobJson.Default.BulkView);
    }

    /// <summary>Asks the rules about what could be read of items that could not be read whole, so that an item tells all its faults.</summary>
    private static async Task JudgeChunk(List<(int Index, JobDraft Draft)> chunk, FieldFaults?[] faults, BulkItemView[] results, IGrainFactory grains)
    {
        var answers = await grains.JobDesk().Judge([.. chunk.Select(item => item.Draft)]);
        foreach (var ((index, _), answer) in chunk.Zip(answers))
        {
            if (answer is not null)
            {
                faults[index]!.Add(answer);
                results[index] = Refused(results[index].JobId, faults[index]!.ToRefusal());
            }
        }
    }

    /// <summary>A chunk whose outcome is unknown is reported item by item: what the others achieved stays true.</summary>
    private static async Task SubmitChunk(List<(int Index, JobDraft Draft)> chunk, BulkItemView[] results, NearDesk near)
    {
        Result<JobReceipt>[] answers;
        try
        {
            answers = await near.Call(NearDesk.Hash(chunk[0].Draft.Queue), chunk.Count, desk => desk.SubmitMany([.. chunk.Select(item => item.Draft)]));
        }
        catch (Exception failure) when (failure is StorageUnavailableException or OverloadedException or TimeoutException or OrleansException)
        {
            var refusal = new Refusal(RefusalCode.StorageUnavailable, "Not confirmed; submit it again with the same jobId.");
            answers = [.. chunk.Select(_ => Result<JobReceipt>.No(refusal))];
        }

        foreach (var ((index, draft), answer) in chunk.Zip(answers))
        {
            results[index] = answer.IsRefused
                ? Refused(draft.JobId, answer.Refusal)
                : new(answer.Value.Id.Value, answer.Value.Created ? "created" : "existing");
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
