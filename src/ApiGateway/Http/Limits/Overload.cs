using System.Threading.RateLimiting;

namespace GrainJobs.Http;

/// <summary>
/// Refuses early when more runs than this process can serve. Requests that wait have their own, larger limit, so that parked polls
/// never lock out work; health and reads of metrics are never refused. The framework's middleware would wake twenty times a second.
/// </summary>
internal sealed class Overload(RequestDelegate next, LimitSettings limits)
{
    private readonly ConcurrencyLimiter working = Of(limits.ConcurrentRequests);
    private readonly ConcurrencyLimiter parked = Of(limits.ParkedRequests);

    public async Task InvokeAsync(HttpContext context)
    {
        using var permit = LaneOf(context) switch
        {
            RequestLane.Free => null,
            RequestLane.Parked => parked.AttemptAcquire(),
            _ => working.AttemptAcquire(),
        };
        await (permit is { IsAcquired: false } ? Refuse(context) : next(context));
    }

    private static RequestLane LaneOf(HttpContext context) =>
        context.GetEndpoint()?.Metadata.GetMetadata<LaneMark>()?.Lane
        ?? (context.Request.QueryString.HasValue && context.Request.Query.ContainsKey("wait") ? RequestLane.Parked : RequestLane.Working);

    private static ConcurrencyLimiter Of(int permits) => new(new() { PermitLimit = permits, QueueLimit = 0 });

    private static Task Refuse(HttpContext context) =>
        Problem.Of(ProblemCode.RateLimited, "This gateway is at its limit of concurrent requests. Try again.").ExecuteAsync(context);
}
