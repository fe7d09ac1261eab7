using GrainJobs.Processes;
using GrainJobs.Storage;
using Microsoft.Extensions.Configuration;

namespace GrainJobs.Grains;

#pragma warning disable CA1001 // xunit disposes it asynchronously.
public sealed class SqliteGrainStorageTests : GrainStorageContract
{
    private readonly ScratchFolder folder = new();

    private protected override Task<IConfiguration> ConfigureAsync() => Task.FromResult(StorageUnderTest.Configuration(null, folder.Path));

    private protected override Task CleanAsync()
    {
        folder.Dispose();
        return Task.CompletedTask;
    }
}
