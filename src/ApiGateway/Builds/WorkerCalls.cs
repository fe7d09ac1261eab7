using GrainJobs.Http;
using GrainJobs.Leases;
using GrainJobs.Workers;

namespace GrainJobs.Builds;

/// <summary>Calls of workers about builds: who calls, for which build, and whether it holds it. Each is a sign of life.</summary>
internal sealed class WorkerCalls(IGrainFactory grains, BuildReads reads)
{
    private const string TokenHeader = "X-Lease-Token";

    /// <summary>The call, when its worker holds the build.</summary>
    internal async Task<Result<BuildCall>> About(string? id, HttpContext context, string? worker, string? token)
    {
        var call = await Of(id, context, worker, token);
        if (call.IsRefused)
        {
            return call;
        }

        var touched = await grains.GetGrain<IWorkerGrain>(call.Value.Worker.Value).Touch(call.Value);
        return touched.IsRefused ? touched.Refusal : call;
    }

    /// <summary>A heartbeat: the order, also when it is to stop.</summary>
    internal async Task<Result<LeaseOrder>> Beat(string? id, HttpContext context, string? worker, string? token)
    {
        var call = await Of(id, context, worker, token);
        return call.IsRefused
            ? call.Refusal
            : await grains.GetGrain<IWorkerGrain>(call.Value.Worker.Value).Touch(call.Value with { IsHeartbeat = true });
    }

    /// <summary>Who calls about a build that exists; whether it holds it is not asked.</summary>
    internal async Task<Result<BuildCall>> Of(string? id, HttpContext context, string? worker, string? token)
    {
        if (await reads.Find(id) is not { } build)
        {
            return new Refusal(RefusalCode.BuildNotFound, "Build not found");
        }

        var acting = Acting(context, worker);
        if (acting.IsRefused)
        {
            return acting.Refusal;
        }

        return (acting.Value ?? build.Lease?.Worker ?? build.Worker) is { } who
            ? new BuildCall { Build = build.Id, Worker = who, Token = TokenOf(context, token), Generation = context.Caller().Worker?.Generation }
            : new Refusal(RefusalCode.Conflict, $"The build is {build.Status.ToString().ToLowerInvariant()}: no worker holds it");
    }

    /// <summary>The worker that calls; null: an admin, for whoever holds the build.</summary>
    internal static Result<WorkerId?> Acting(HttpContext context, string? named)
    {
        var caller = context.Caller();
        var acting = caller.ActingWorker(string.IsNullOrEmpty(named) ? context.Request.Query["worker_id"] : named);
        return acting is { IsRefused: false, Value: null } && !caller.IsAdmin
            ? new Refusal(RefusalCode.Invalid, "worker_id required") { Fields = new Dictionary<string, string[]> { ["worker_id"] = ["is required"] } }
            : acting;
    }

    internal static LeaseToken? TokenOf(HttpContext context, string? field) =>
        (string?)context.Request.Headers[TokenHeader] is { Length: > 0 } header ? new LeaseToken(header)
        : string.IsNullOrEmpty(field) ? null : new LeaseToken(field);
}
