using GrainJobs.Http;

namespace GrainJobs.Queues;

/// <summary>The queue routes.</summary>
public sealed class QueuesClient
{
    private readonly Gateway gateway;

    internal QueuesClient(Gateway gateway) => this.gateway = gateway;

    /// <summary>One page of queues.</summary>
    public Task<QueuePage> ListAsync(string? cursor = null, CancellationToken stop = default)
        => gateway.SendAsync(new Call(HttpMethod.Get, Query.Of("api/queues", ("cursor", cursor))) { Repeatable = true }, CamelJson.Default.QueuePage, stop);

    /// <summary>The queue now.</summary>
    public Task<QueueSnapshot> GetAsync(string queue, CancellationToken stop = default)
        => gateway.SendAsync(new Call(HttpMethod.Get, Path(queue)) { Repeatable = true }, CamelJson.Default.QueueSnapshot, stop);

    /// <summary>Nothing of it is handed out until it is resumed.</summary>
    public Task PauseAsync(string queue, CancellationToken stop = default) => PostAsync(queue, "pause", stop);

    /// <summary>Ends a pause or a drain.</summary>
    public Task ResumeAsync(string queue, CancellationToken stop = default) => PostAsync(queue, "resume", stop);

    /// <summary>What runs may end, nothing new starts.</summary>
    public Task DrainAsync(string queue, CancellationToken stop = default) => PostAsync(queue, "drain", stop);

    /// <summary>The jobs of a concurrency key are passed over until it is resumed.</summary>
    public Task PauseKeyAsync(string queue, string key, CancellationToken stop = default) => PostKeyAsync(queue, "pause", key, stop);

    /// <summary>Ends the pause of a concurrency key.</summary>
    public Task ResumeKeyAsync(string queue, string key, CancellationToken stop = default) => PostKeyAsync(queue, "resume", key, stop);

    /// <summary>Replaces its limits.</summary>
    public Task<QueueSnapshot> ChangeAsync(string queue, QueueChange change, CancellationToken stop = default)
        => gateway.SendAsync(
            new Call(HttpMethod.Put, Path(queue)) { Body = Json.Body(change, CamelJson.Default.QueueChange), Repeatable = true },
            CamelJson.Default.QueueSnapshot,
            stop);

    private Task PostAsync(string queue, string verb, CancellationToken stop)
        => gateway.SendAsync(new Call(HttpMethod.Post, $"{Path(queue)}/{verb}") { Repeatable = true }, stop);

    private Task PostKeyAsync(string queue, string verb, string key, CancellationToken stop)
        => gateway.SendAsync(new Call(HttpMethod.Post, $"{Path(queue)}/keys/{verb}") { Body = Json.Body(new QueueKey(key), CamelJson.Default.QueueKey), Repeatable = true }, stop);

    private static string Path(string queue) => "api/queues/" + Query.Escape(queue);
}
