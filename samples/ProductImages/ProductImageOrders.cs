using System.Text.Json;
using GrainJobs.Jobs;

namespace GrainJobs.ProductImages;

/// <summary>The creators' side: orders with their drafts, and the job that is asked for after they are committed.</summary>
internal sealed class ProductImageOrders(ProductImageDatabase database, IGrainFactory grains)
{
    /// <summary>
    /// Commits the order, then asks for its images. The job's id follows from the order's: asked for again, it is the same job. A creator that
    /// rolls back never comes to the second step.
    /// </summary>
    public async Task<OrderView> Create(OrderBody body, CancellationToken stop)
    {
        var order = body.PurchaseOrderId ?? Guid.CreateVersion7().ToString("N");
        var drafts = body.Drafts.Select((title, index) => new Draft($"{order}-{index + 1}", title)).ToArray();
        await database.ExecuteAll(
            [
                ("insert_merchant", [("merchant", body.MerchantId)]),
                ("insert_order", [("order", order), ("merchant", body.MerchantId)]),
                .. drafts.Select(draft => ("insert_draft", new (string, object)[]
                {
                    ("draft", draft.Id), ("order", order), ("merchant", body.MerchantId), ("title", draft.Title),
                })),
            ],
            stop);
        var job = body.Enqueue != false ? await Enqueue(new(order, body.MerchantId)) : null;
        return await Find(order, stop) is { } view ? view with { JobId = job } : new(order, body.MerchantId, job, 0, []);
    }

    public async Task<string> Enqueue(ProductImagesPayload payload)
    {
        var submitted = await grains.GetGrain<IJobDeskGrain>(0).Submit(new()
        {
            JobId = "product-images:" + payload.PurchaseOrderId,
            JobType = ProductImagesHandler.JobType,
            Payload = JsonSerializer.Serialize(payload, SampleJson.Default.ProductImagesPayload),
            Message = "Images are searched",
        });
        return submitted.IsRefused ? throw new InvalidOperationException(submitted.Refusal.Detail) : submitted.Value.Job.Id.Value;
    }

    public async Task<OrderView?> Find(string order, CancellationToken stop)
    {
        if (await database.Read("find_merchant", static row => row.GetString(0), stop, ("order", order)) is not [var merchant, ..])
        {
            return null;
        }

        var drafts = await database.Read("list_order_drafts", static row => new Draft(row.GetString(0), row.GetString(1)), stop, ("order", order));
        var images = await database.Read(
            "list_images",
            static row => (Draft: row.GetString(0), Image: new ImageView(row.GetInt32(1), row.GetString(2), row.GetString(3), row.GetInt32(4), row.GetInt32(5), row.GetInt32(6))),
            stop,
            ("order", order));
        var sessions = await database.Read("count_sessions", static row => row.GetInt32(0), stop, ("order", order));
        return new(order, merchant, null, sessions[0], [.. drafts.Select(draft => new DraftView(
            draft.Id, draft.Title, [.. images.Where(each => each.Draft == draft.Id).Select(each => each.Image)]))]);
    }

    /// <summary>Kind: merchant, order or draft. False when there was none.</summary>
    public async Task<bool> Delete(string kind, string id, CancellationToken stop) => await database.Execute("delete_" + kind, stop, ("id", id)) > 0;
}
