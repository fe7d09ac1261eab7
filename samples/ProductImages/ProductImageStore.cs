namespace GrainJobs.ProductImages;

/// <summary>Orders, drafts and images. Every read and write is scoped by the merchant; no write can violate a foreign key.</summary>
internal sealed class ProductImageStore(ProductImageDatabase database)
{
    public async Task<bool> OrderExists(ProductImagesPayload payload, CancellationToken stop) =>
        (await database.Read("find_order", static row => row.GetString(0), stop, Scope(payload))).Count > 0;

    public Task<IReadOnlyList<Draft>> Drafts(ProductImagesPayload payload, CancellationToken stop) =>
        database.Read("list_drafts", static row => new Draft(row.GetString(0), row.GetString(1)), stop, Scope(payload));

    /// <summary>Null when the draft is gone.</summary>
    public async Task<int?> CountImages(string draft, string merchant, CancellationToken stop) =>
        await database.Read("count_images", static row => row.GetInt32(0), stop, ("draft", draft), ("merchant", merchant)) is [var count, ..] ? count : null;

    /// <summary>Nothing happens when the draft is gone, the place is taken, or the draft has the same picture already.</summary>
    public Task AddImage(string draft, string merchant, int position, string source, Picture picture, CancellationToken stop) => database.Execute(
        "insert_image",
        stop,
        ("draft", draft),
        ("merchant", merchant),
        ("position", position),
        ("source", source),
        ("content_hash", picture.Hash),
        ("content_type", Picture.ContentType),
        ("width", picture.Width),
        ("height", picture.Height),
        ("content", picture.Content));

    /// <summary>Opens the one review session of an order; false when the order is gone.</summary>
    public async Task<bool> OpenReview(ProductImagesPayload payload, CancellationToken stop)
    {
        await database.Execute("insert_session", stop, Scope(payload));
        return await OrderExists(payload, stop);
    }

    private static (string Name, object Value)[] Scope(ProductImagesPayload payload) =>
        [("order", payload.PurchaseOrderId), ("merchant", payload.MerchantId)];
}
