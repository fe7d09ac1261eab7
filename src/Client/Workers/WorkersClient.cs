using GrainJobs.Http;

namespace GrainJobs.Workers;

/// <summary>The worker routes: reading workers, and becoming one.</summary>
public sealed class WorkersClient
{
    private readonly Gateway gateway;

    internal WorkersClient(Gateway gateway) => this.gateway = gateway;

    /// <summary>Registers a build worker, or registers a known one again, and opens its session. Needs an admin or worker key.</summary>
    public async Task<WorkerSession> RegisterAsync(WorkerIntroduction worker, CancellationToken stop = default)
    {
        WorkerSession session = new(gateway, worker);
        await session.RenewAsync(stop);
        return session;
    }

    /// <summary>One page of workers.</summary>
    public Task<WorkerPage> ListAsync(string? cursor = null, CancellationToken stop = default)
        => gateway.SendAsync(new Call(HttpMethod.Get, Query.Of("api/workers", ("cursor", cursor))) { Repeatable = true }, SnakeJson.Default.WorkerPage, stop);

    /// <summary>What a worker has done.</summary>
    public Task<WorkerCounts> CountsAsync(string workerId, CancellationToken stop = default)
        => gateway.SendAsync(new Call(HttpMethod.Get, $"api/workers/{Query.Escape(workerId)}/stats") { Repeatable = true }, SnakeJson.Default.WorkerCounts, stop);
}
