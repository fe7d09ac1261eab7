using GrainJobs.Builds;
using GrainJobs.Jobs;
using GrainJobs.Projects;
using GrainJobs.Workers;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace GrainJobs.Storage;

/// <summary>One composed storage, as a silo has it, on a database that others may share.</summary>
internal sealed class StorageUnderTest : IAsyncDisposable
{
    private readonly ServiceProvider provider;

    private StorageUnderTest(ServiceProvider provider) => this.provider = provider;

    internal IJobStore Jobs => provider.GetRequiredService<IJobStore>();

    internal IBuildStore Builds => provider.GetRequiredService<IBuildStore>();

    internal IWorkerStore Workers => provider.GetRequiredService<IWorkerStore>();

    internal IProjectStore Projects => provider.GetRequiredService<IProjectStore>();

    internal ICommitEngine Engine => provider.GetRequiredService<ICommitEngine>();

    internal ICommitStore Store => provider.GetRequiredService<ICommitStore>();

    internal ISqlReader Reader => provider.GetRequiredService<ISqlReader>();

    internal JobCounts JobCounts => provider.GetRequiredService<JobCounts>();

    internal PostgresCounts Counts => provider.GetRequiredService<PostgresCounts>();

    internal FailPoints FailPoints => provider.GetRequiredService<FailPoints>();

    /// <summary>On PostgreSQL when a connection string is given, else on SQLite in the folder.</summary>
    internal static async Task<StorageUnderTest> StartAsync(string? connectionString, string? folder, CommitOptions? options = null)
    {
        ServiceCollection services = new();
        services.AddLogging();
        services.AddSingleton(options ?? new CommitOptions());
        services.AddGrainJobsStorage(Configuration(connectionString, folder));
        ServiceProvider provider = services.BuildServiceProvider();
        foreach (IHostedLifecycleService hosted in provider.GetServices<IHostedService>().OfType<IHostedLifecycleService>())
        {
            await hosted.StartingAsync(default);
        }

        return new StorageUnderTest(provider);
    }

    public ValueTask DisposeAsync() => provider.DisposeAsync();

    internal static IConfiguration Configuration(string? connectionString, string? folder) => new ConfigurationBuilder()
        .AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["ConnectionStrings:GrainJobs"] = connectionString,
            ["Data:Path"] = folder,
        })
        .Build();
}
