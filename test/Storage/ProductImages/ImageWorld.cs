using Microsoft.Extensions.Options;

namespace GrainJobs.ProductImages;

/// <summary>Orders and drafts in a database, and handlers that run on them.</summary>
internal sealed class ImageWorld(ProductImageDatabase database) : IAsyncDisposable
{
    private static readonly string Pictures = Path.Combine(AppContext.BaseDirectory, "product-images");

    public ProductImageDatabase Database { get; } = database;

    public ProductImageStore Store { get; } = new(database);

    public static async Task<ImageWorld> Create(ProductImageDatabase database)
    {
        await new ProductImageMigration(database).StartingAsync(default);
        return new(database);
    }

    public static IImageSearch Folder { get; } = new FolderImageSearch(Options.Create(new ProductImageOptions { Folder = Pictures }));

    public ProductImagesHandler Handler(IImageSearch? search = null, TimeSpan? limit = null) =>
        new(Store, search ?? Folder, Options.Create(new ProductImageOptions { SearchLimit = limit ?? TimeSpan.FromSeconds(30) }));

    /// <summary>An order of a merchant with that many drafts, all of which find pictures.</summary>
    public async Task<ProductImagesPayload> Order(string id, int drafts, string title = "chair")
    {
        var merchant = "m-" + id;
        await Database.ExecuteAll(
            [
                ("insert_merchant", [("merchant", merchant)]),
                ("insert_order", [("order", id), ("merchant", merchant)]),
                .. Enumerable.Range(0, drafts).Select(index => ("insert_draft", new (string, object)[]
                {
                    ("draft", $"{id}-{index}"), ("order", id), ("merchant", merchant), ("title", title),
                })),
            ],
            default);
        return new(id, merchant);
    }

    public Task Delete(string kind, string id) => Database.Execute("delete_" + kind, default, ("id", id));

    public async Task<Dictionary<string, int>> Images(string order)
    {
        var drafts = await Database.Read("list_order_drafts", row => row.GetString(0), default, ("order", order));
        var images = await Database.Read("list_images", row => row.GetString(0), default, ("order", order));
        return drafts.ToDictionary(draft => draft, draft => images.Count(each => each == draft));
    }

    public async Task<int> Sessions(string order) => (await Database.Read("count_sessions", row => row.GetInt32(0), default, ("order", order)))[0];

    public ValueTask DisposeAsync() => Database.DisposeAsync();
}
