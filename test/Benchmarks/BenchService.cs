using GrainJobs.Processes;

namespace GrainJobs.Benchmarks;

/// <summary>The real processes that are measured over HTTP: silos and a gateway on PostgreSQL, one process on SQLite.</summary>
internal sealed class BenchService : IAsyncDisposable
{
    private readonly ScratchFolder folder = new();
    private readonly ServerProcess[] silos;
    private readonly ServerProcess gateway;

    private BenchService(string? connectionString, int siloCount)
    {
        var options = new ServerOptions
        {
            ConnectionString = connectionString,
            DataFolder = folder.Path,
            Settings = new Dictionary<string, string?> { ["Dashboard__Enabled"] = "false" },
        };
        silos = connectionString is null ? [] : [.. Enumerable.Range(1, siloCount).Select(number => ServerProcess.Silo($"silo-{number}", options))];
        gateway = ServerProcess.Gateway("gateway", options);
    }

    public Uri Address => gateway.Address;

    public IReadOnlyList<int> Processes => [gateway.Child.Id, .. silos.Select(silo => silo.Child.Id)];

    public static async Task<BenchService> Start(string? connectionString, int siloCount = 1)
    {
        var service = new BenchService(connectionString, siloCount);
        await Task.WhenAll(service.silos.Select(silo => silo.ReadyAsync()));

        await service.gateway.ReadyAsync();
        return service;
    }

    public async ValueTask DisposeAsync()
    {
        await gateway.DisposeAsync();
        foreach (var silo in silos)
        {
            await silo.DisposeAsync();
        }

        folder.Dispose();
    }
}
