using System.Text.Json;
using GrainJobs.Http;

namespace GrainJobs.Leases;

/// <summary>Running jobs from outside: lease, report, beat. All calls repeat safely: the token and the content say what they are.</summary>
public sealed class LeasesClient
{
    private readonly Gateway gateway;

    internal LeasesClient(Gateway gateway) => this.gateway = gateway;

    /// <summary>Up to <paramref name="max"/> jobs of a queue, waiting up to 30 s for the first. A lost answer comes back after 10 s.</summary>
    public async Task<IReadOnlyList<LeasedJob>> LeaseAsync(string queue, string workerId, int max, TimeSpan wait, CancellationToken stop = default)
    {
        Call call = new(HttpMethod.Post, $"api/queues/{Query.Escape(queue)}/lease")
        {
            Body = Json.Body(new LeaseAsk(workerId, max, Query.Seconds(wait)), CamelJson.Default.LeaseAsk),
            Repeatable = true,
            Limit = wait + gateway.Options.CallLimit,
        };
        return (await gateway.SendAsync(call, CamelJson.Default.LeasedJobs, stop)).Leases;
    }

    /// <summary>How far it is, in percent.</summary>
    public Task ProgressAsync(string leaseToken, int progress, string? message = null, CancellationToken stop = default)
        => ReportAsync(leaseToken, "progress", new LeaseReportBody { Progress = progress, Message = message }, stop);

    /// <summary>Done, with a result.</summary>
    public Task CompleteAsync(string leaseToken, JsonElement? result = null, CancellationToken stop = default)
        => ReportAsync(leaseToken, "complete", new LeaseReportBody { Result = result }, stop);

    /// <summary>Done, because there was nothing to do any more.</summary>
    public Task SkipAsync(string leaseToken, string reason, CancellationToken stop = default)
        => ReportAsync(leaseToken, "skip", new LeaseReportBody { Reason = reason }, stop);

    /// <summary>Failed. Classes: <c>user</c>, <c>permanent</c>, <c>transient</c>, <c>timeout</c>, <c>infrastructure</c>.</summary>
    public Task FailAsync(string leaseToken, string error, string failureClass = "user", CancellationToken stop = default)
        => ReportAsync(leaseToken, "fail", new LeaseReportBody { Error = error, Class = failureClass }, stop);

    /// <summary>Handed back without burning an attempt.</summary>
    public Task ReleaseAsync(string leaseToken, CancellationToken stop = default)
        => ReportAsync(leaseToken, "release", new LeaseReportBody(), stop);

    /// <summary>Renews all leases of a worker at once, and hears what to do with each.</summary>
    public Task<LeaseVerdicts> HeartbeatAsync(string workerId, IReadOnlyList<LeaseHold> held, CancellationToken stop = default)
        => gateway.SendAsync(
            new Call(HttpMethod.Post, $"api/workers/{Query.Escape(workerId)}/leases/heartbeat")
            {
                Body = Json.Body(new LeaseHeartbeat(held), CamelJson.Default.LeaseHeartbeat),
                // The next beat is the repeat.
                Patience = TimeSpan.Zero,
            },
            CamelJson.Default.LeaseVerdicts,
            stop);

    private Task ReportAsync(string leaseToken, string verb, LeaseReportBody body, CancellationToken stop)
        => gateway.SendAsync(
            new Call(HttpMethod.Post, $"api/leases/{Query.Escape(leaseToken)}/{verb}")
            {
                Body = Json.Body(body, CamelJson.Default.LeaseReportBody),
                Repeatable = true,
            },
            stop);
}
