using System.Threading.RateLimiting;
using Microsoft.AspNetCore.RateLimiting;

namespace GrainJobs.Http;

/// <summary>
/// Refuses early when more runs than this process can serve. Requests that wait have their own, larger limit, so that parked polls
/// never lock out work; health and reads of metrics are never refused.
/// </summary>
internal static class Overload
{
    private enum Lane
    {
        Working,
        Parked,
        Free,
    }

    internal static IServiceCollection AddOverloadLimit(this IServiceCollection services, LimitSettings limits) => services.AddRateLimiter(options =>
    {
        options.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, Lane>(context => LaneOf(context) switch
        {
            Lane.Free => RateLimitPartition.GetNoLimiter(Lane.Free),
            Lane.Parked => Partition(Lane.Parked, limits.ParkedRequests),
            _ => Partition(Lane.Working, limits.ConcurrentRequests),
        });
        options.OnRejected = (rejected, _) => new(Refuse(rejected));
    });

    /// <summary>Marks a route whose requests may wait for long.</summary>
    internal static TBuilder Parks<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder => builder.WithMetadata(new LaneMark(Lane.Parked));

    /// <summary>Marks a route that must answer under any load.</summary>
    internal static TBuilder NeverRefused<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder => builder.WithMetadata(new LaneMark(Lane.Free));

    private static Lane LaneOf(HttpContext context) =>
        context.GetEndpoint()?.Metadata.GetMetadata<LaneMark>()?.Lane
        ?? (context.Request.QueryString.HasValue && context.Request.Query.ContainsKey("wait") ? Lane.Parked : Lane.Working);

    private static RateLimitPartition<Lane> Partition(Lane lane, int permits) => RateLimitPartition.GetConcurrencyLimiter(
        lane, _ => new() { PermitLimit = permits, QueueLimit = 0 });

    private static Task Refuse(OnRejectedContext rejected) =>
        Problem.Of(ProblemCode.RateLimited, "This gateway is at its limit of concurrent requests. Try again.").ExecuteAsync(rejected.HttpContext);

    private sealed record LaneMark(Lane Lane);
}
