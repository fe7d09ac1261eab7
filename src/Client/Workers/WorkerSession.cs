using GrainJobs.Http;
using GrainJobs.Leases;

namespace GrainJobs.Workers;

/// <summary>A registered build worker: polls for builds, beats for all it holds, and leaves.</summary>
public sealed class WorkerSession
{
    private readonly WorkerIntroduction registration;
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
    public async Task RenewAsync(CancellationToken stop = default)
    {
        WorkerIntroduction same = Id.Length == 0 ? registration : registration with { Id = Id };
        Call call = new(HttpMethod.Post, "api/workers/register") { Body = Json.Body(same, SnakeJson.Default.WorkerIntroduction), Repeatable = true };
        registered = await Gateway.SendAsync(call, SnakeJson.Default.WorkerRegistered, stop);
    }

    /// <summary>A build for this worker, or null when none came within <paramref name="wait"/> (at most 30 s) or it is at its capacity.</summary>
    public async Task<PolledBuild?> PollAsync(TimeSpan wait, CancellationToken stop = default)
    {
        // Not repeated in here: the caller polls again anyway, and an answer lost on the wire comes back.
        Call call = Mine(HttpMethod.Get, Query.Of("api/workers/poll", ("worker_id", Id), ("wait", Query.Seconds(wait)))) with
        {
            Limit = wait + Gateway.Options.CallLimit,
            Patience = TimeSpan.Zero,
        };
        return (await Gateway.SendAsync(call, SnakeJson.Default.PollAnswer, stop)).Job;
    }

    /// <summary>Renews all leases at once, and hears what to do with each.</summary>
    public Task<LeaseVerdicts> BeatAsync(IReadOnlyList<LeaseHold> held, CancellationToken stop = default)
    {
        Call call = Mine(HttpMethod.Post, $"api/workers/{Query.Escape(Id)}/leases/heartbeat") with
        {
            Body = Json.Body(new LeaseHeartbeat(held), CamelJson.Default.LeaseHeartbeat),
            Limit = TimeSpan.FromSeconds(10),
            Patience = TimeSpan.Zero,
        };
        return Gateway.SendAsync(call, CamelJson.Default.LeaseVerdicts, stop);
    }

    /// <summary>The calls about one build that this worker holds.</summary>
    public AssignedBuild Assigned(PolledBuild build) => new(this, build);

    /// <summary>Leaves; whatever it still holds goes back to the queue.</summary>
    public Task UnregisterAsync(CancellationToken stop = default)
        => Gateway.SendAsync(Mine(HttpMethod.Post, $"api/workers/{Query.Escape(Id)}/unregister") with { Repeatable = true, Patience = TimeSpan.FromSeconds(3) }, stop);

    internal Call Mine(HttpMethod method, string path) => new(method, path) { Headers = Identity };
}
