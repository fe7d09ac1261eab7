using GrainJobs.Http;
using GrainJobs.Leases;

namespace GrainJobs.Workers;

#pragma warning disable CA1001 // A SemaphoreSlim whose wait handle nobody asks for holds nothing to dispose.

/// <summary>A registered build worker: polls for builds, beats for all it holds, and leaves.</summary>
public sealed class WorkerSession
{
    private readonly WorkerIntroduction registration;
    private readonly SemaphoreSlim renewing = new(1);
    private volatile WorkerRegistered registered = new() { Id = string.Empty };

    internal WorkerSession(Gateway gateway, WorkerIntroduction registration)
    {
        Gateway = gateway;
        this.registration = registration;
    }

    /// <summary>As the gateway knows it.</summary>
    public string Id => registered.Id;

    internal Gateway Gateway { get; }

    internal TimeProvider Time => Gateway.Time;

    /// <summary>The worker's own credential; the key where the gateway gave none.</summary>
    internal IReadOnlyList<KeyValuePair<string, string>> Identity => registered.AccessToken is { } token
        ? [new("X-Worker-Token", token), new("X-Worker-Id", Id)]
        : [new("X-Worker-Id", Id)];

    /// <summary>Registers again under the same id: after the gateway has forgotten this worker, or its token has changed.</summary>
    public Task RenewAsync(CancellationToken stop = default) => RenewAsync(registered.AccessToken, stop);

    /// <summary>Sends a call under the worker's token; once more under a new one when the token is no longer good.</summary>
    internal async Task<T> AsWorkerAsync<T>(Func<Task<T>> send, CancellationToken stop)
    {
        string? before = registered.AccessToken;
        try
        {
            return await send();
        }
        catch (GatewayException refusal) when (refusal.IsTokenRefused)
        {
            await RenewAsync(before, stop);
            return await send();
        }
    }

    internal Task AsWorkerAsync(Func<Task> send, CancellationToken stop) => AsWorkerAsync(
        async () =>
        {
            await send();
            return true;
        },
        stop);

    // Many calls find out at once that the token is no longer good; the first renews it for all.
    private async Task RenewAsync(string? refused, CancellationToken stop)
    {
        await renewing.WaitAsync(stop);
        try
        {
            await (registered.AccessToken == refused ? RegisterAsync(stop) : Task.CompletedTask);
        }
        finally
        {
            renewing.Release();
        }
    }

    private async Task RegisterAsync(CancellationToken stop)
    {
        WorkerIntroduction same = Id.Length == 0 ? registration : registration with { Id = Id };
        Call call = new(HttpMethod.Post, "api/workers/register") { Body = Json.Body(same, SnakeJson.Default.WorkerIntroduction), Repeatable = true };
        registered = await Gateway.SendAsync(call, SnakeJson.Default.WorkerRegistered, stop);
    }

    /// <summary>A build for this worker, or null when none came within <paramref name="wait"/> (at most 30 s) or it is at its capacity.</summary>
    public async Task<PolledBuild?> PollAsync(TimeSpan wait, CancellationToken stop = default)
    {
        // Not repeated in here: the caller polls again anyway, and an answer lost on the wire comes back.
        Call Poll() => Mine(HttpMethod.Get, Query.Of("api/workers/poll", ("worker_id", Id), ("wait", Query.Seconds(wait)))) with
        {
            Limit = wait + Gateway.Options.CallLimit,
            Patience = TimeSpan.Zero,
        };
        return (await AsWorkerAsync(() => Gateway.SendAsync(Poll(), SnakeJson.Default.PollAnswer, stop), stop)).Job;
    }

    /// <summary>Renews all leases at once, and hears what to do with each.</summary>
    public Task<LeaseVerdicts> BeatAsync(IReadOnlyList<LeaseHold> held, CancellationToken stop = default)
    {
        Call Beat() => Mine(HttpMethod.Post, $"api/workers/{Query.Escape(Id)}/leases/heartbeat") with
        {
            Body = Json.Body(new LeaseHeartbeat(held), CamelJson.Default.LeaseHeartbeat),
            Limit = TimeSpan.FromSeconds(10),
            Patience = TimeSpan.Zero,
        };
        return AsWorkerAsync(() => Gateway.SendAsync(Beat(), CamelJson.Default.LeaseVerdicts, stop), stop);
    }

    /// <summary>The calls about one build that this worker holds.</summary>
    public AssignedBuild Assigned(PolledBuild build) => new(this, build);

    /// <summary>Leaves; whatever it still holds goes back to the queue.</summary>
    public Task UnregisterAsync(CancellationToken stop = default)
        => AsWorkerAsync(
            () => Gateway.SendAsync(Mine(HttpMethod.Post, $"api/workers/{Query.Escape(Id)}/unregister") with { Repeatable = true, Patience = TimeSpan.FromSeconds(3) }, stop),
            stop);

    internal Call Mine(HttpMethod method, string path) => new(method, path) { Headers = Identity };
}
