using System.Text.Json;
using GrainJobs.Execution;
using Microsoft.Extensions.Options;

namespace GrainJobs.ProductImages;

/// <summary>
/// Finds up to three images for each draft of an order. Everything is fetched when it runs, scoped by the merchant, and may vanish at any
/// point: an order that is gone is skipped, a draft that goes meanwhile is skipped alone. Run again, it adds only what is missing.
/// </summary>
internal sealed class ProductImagesHandler(ProductImageStore store, IImageSearch search, IOptions<ProductImageOptions> options) : IJobHandler<ProductImagesPayload>
{
    /// <summary>The type of its jobs.</summary>
    public const string JobType = "product-images";

    /// <summary>Images a draft.</summary>
    public const int MostImages = 3;

    public async Task<JobOutcome> Run(ProductImagesPayload payload, IJobContext context)
    {
        if (!await store.OrderExists(payload, context.Stop))
        {
            return JobOutcome.Skipped("The purchase order does not exist any more");
        }

        var drafts = await store.Drafts(payload, context.Stop);
        var outcomes = new Dictionary<DraftOutcome, int>();
        for (var index = 0; index < drafts.Count; index++)
        {
            var outcome = await Illustrate(drafts[index], payload.MerchantId, context.Stop);
            outcomes[outcome] = outcomes.GetValueOrDefault(outcome) + 1;
            await context.Report(100 * (index + 1) / (drafts.Count + 1), $"{index + 1} of {drafts.Count} drafts");
        }

        return outcomes.TryGetValue(DraftOutcome.TimedOut, out var late)
            ? JobOutcome.Retry($"The search for {late} of {drafts.Count} drafts took longer than {options.Value.SearchLimit.TotalSeconds} s")
            : await Conclude(payload, drafts.Count, outcomes, context.Stop);
    }

    private async Task<JobOutcome> Conclude(ProductImagesPayload payload, int drafts, Dictionary<DraftOutcome, int> outcomes, CancellationToken stop)
    {
        var result = JsonSerializer.Serialize(outcomes.ToDictionary(each => JsonNamingPolicy.CamelCase.ConvertName(each.Key.ToString()), each => each.Value));
        if (outcomes.GetValueOrDefault(DraftOutcome.Gone) == drafts)
        {
            return JobOutcome.Skipped(drafts == 0 ? "The purchase order has no drafts" : "No draft of the purchase order exists any more", result);
        }

        return outcomes.ContainsKey(DraftOutcome.Done) && !await store.OpenReview(payload, stop)
            ? JobOutcome.Skipped("The purchase order went while its images were searched", result)
            : JobOutcome.Completed(result, $"{outcomes.GetValueOrDefault(DraftOutcome.Done)} of {drafts} drafts have images");
    }

    private async Task<DraftOutcome> Illustrate(Draft draft, string merchant, CancellationToken stop)
    {
        // Asked again for each draft: minutes may have passed since the list was read, and a search costs.
        if (await store.CountImages(draft.Id, merchant, stop) is not { } has)
        {
            return DraftOutcome.Gone;
        }

        if (has >= MostImages)
        {
            return DraftOutcome.Done;
        }

        var found = await Search(draft.Title, stop);
        return found is null ? DraftOutcome.TimedOut : await Store(draft.Id, merchant, [.. found.Select(image => (image.Source, Picture.From(image.Content)))], stop);
    }

    private async Task<DraftOutcome> Store(string draft, string merchant, (string Source, Picture? Picture)[] found, CancellationToken stop)
    {
        var position = 0;
        foreach (var (source, picture) in found.Where(each => each.Picture is not null).DistinctBy(each => each.Picture!.Hash).Take(MostImages))
        {
            await store.AddImage(draft, merchant, position++, source, picture!, stop);
        }

        // What the table says decides, not what this run did: a run before or beside this one may have stored them.
        return await store.CountImages(draft, merchant, stop) switch
        {
            null => DraftOutcome.Gone,
            0 => DraftOutcome.NothingFound,
            _ => DraftOutcome.Done,
        };
    }

    /// <summary>Null when it took too long.</summary>
    private async Task<IReadOnlyList<FoundImage>?> Search(string title, CancellationToken stop)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
        limit.CancelAfter(options.Value.SearchLimit);
        try
        {
            return await search.Search(title, MostImages, limit.Token).WaitAsync(limit.Token);
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            return null;
        }
    }
}
