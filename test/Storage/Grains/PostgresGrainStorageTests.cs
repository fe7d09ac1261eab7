using GrainJobs.Storage;
using Microsoft.Extensions.Configuration;

namespace GrainJobs.Grains;

public sealed class PostgresGrainStorageTests : GrainStorageContract
{
    private TestDatabase database = null!;

    private protected override async Task<IConfiguration> ConfigureAsync()
    {
        database = await TestDatabase.CreateAsync();
        return StorageUnderTest.Configuration(database.ConnectionString, null);
    }

    private protected override async Task CleanAsync() => await database.DisposeAsync();
}
