using GrainJobs.Http;
using GrainJobs.Leases;
using GrainJobs.Silos;
using GrainJobs.Workers;

namespace GrainJobs.Builds;

/// <summary>Calls of workers about builds: who calls, for which build, and whether it holds it. Each is a sign of life.</summary>
internal sealed class WorkerCalls(IGrainFactory grains, BuildReads reads, TimeProvider time)
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

        var touched = await grains.Refer<IWorkerGrain>(call.Value.Worker.Value).Touch(call.Value);
        return touched.IsRefused ? await Reason(id, touched.Refusal) : call;
    }

    /// <summary>A heartbeat: the order, also when it is to stop. Progress is kept while it is to continue.</summary>
    internal async Task<Result<LeaseOrder>> Beat(string? id, HttpContext context, string? worker, string? token, int? progress)
    {
        var call = await Of(id, context, worker, token);
        if (call.IsRefused)
        {
            return call.Refusal;
        }

        var beat = call.Value with { IsHeartbeat = true, Progress = progress };
        var order = await SafeRepeat.Beat(() => grains.Refer<IWorkerGrain>(beat.Worker.Value).Touch(beat), time, context.RequestAborted);
        return order.IsRefused ? await Reason(id, order.Refusal) : order;
    }

    /// <summary>Who calls about which build. Whether there is such a build and who holds it is only read when the call does not say for whom it is.</summary>
    internal async Task<Result<BuildCall>> Of(string? id, HttpContext context, string? worker, string? token)
    {
        var acting = Acting(context, worker);
        if (acting is { IsRefused: false, Value: { } named } && BuildId.IsValid(id))
        {
            return Call(new(id!), named, context, token);
        }

        if (await reads.Find(id) is not { } build)
        {
            return NotFound();
        }

        if (acting.IsRefused)
        {
            return acting.Refusal;
        }

        return (build.Lease?.Worker ?? build.Worker) is { } holder
            ? Call(build.Id, holder, context, token)
            : new Refusal(RefusalCode.Conflict, $"The build is {build.Status.ToString().ToLowerInvariant()}: no worker holds it");
    }

    /// <summary>Why a call was refused: that there is no such build goes before everything else.</summary>
    internal async Task<Refusal> Reason(string? id, Refusal refusal) => await reads.Find(id) is null ? NotFound() : refusal;

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

    private static BuildCall Call(BuildId build, WorkerId worker, HttpContext context, string? token) =>
        new() { Build = build, Worker = worker, Token = TokenOf(context, token), Generation = context.Caller().Worker?.Generation };

    private static Refusal NotFound() => new(RefusalCode.BuildNotFound, "Build not found");
}
