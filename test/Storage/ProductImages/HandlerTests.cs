using GrainJobs.Processes;
using GrainJobs.Storage;

namespace GrainJobs.ProductImages;

public sealed class PostgresHandlerTests : HandlerContract
{
    private TestDatabase database = null!;

    private protected override async Task<ProductImageDatabase> Open()
    {
        database = await TestDatabase.CreateAsync();
        return ProductImageDatabase.Postgres(database.ConnectionString);
    }

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        await database.DisposeAsync();
    }
}

#pragma warning disable CA1001 // xunit disposes it asynchronously.
public sealed class SqliteHandlerTests : HandlerContract
{
    private readonly ScratchFolder folder = new();

    private protected override Task<ProductImageDatabase> Open() => Task.FromResult(ProductImageDatabase.Sqlite(folder.Path));

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        folder.Dispose();
    }
}
