using GrainJobs.Builds;
using GrainJobs.Http;
using GrainJobs.Leases;
using GrainJobs.Queues;

namespace GrainJobs.Workers;

/// <summary>Workers asking for builds, at once or waiting.</summary>
internal sealed class WorkerPolls(IGrainFactory grains, LeaseParking parking, TimeProvider time)
{
    /// <summary>A poll that is not answered by then is refused; a grant that comes later goes back by itself.</summary>
    private static readonly TimeSpan AnswerLimit = TimeSpan.FromSeconds(5);

    internal async Task<Answer> Poll(HttpContext context)
    {
        var query = new QueryFields(context);
        var wait = query.Wait();
        if (query.Refusal is { } refusal)
        {
            return Problem.Of(refusal);
        }

        var acting = context.Caller().ActingWorker(context.Request.Query["worker_id"]);
        return acting switch
        {
            { IsRefused: true } => Problem.Of(acting.Refusal),
            { Value: null } => Problem.Of(
                RefusalCode.Invalid, "worker_id required", new Dictionary<string, string[]> { ["worker_id"] = ["is required"] }),
            { Value: { } worker } => await Poll(worker, wait, context),
        };
    }

    private async Task<Answer> Poll(WorkerId id, TimeSpan wait, HttpContext context)
    {
        var worker = grains.Refer<IWorkerGrain>(id.Value);
        var generation = context.Caller() is { Key: null, Worker: { } token } ? token.Generation : (int?)null;
        var first = await First(worker, generation);
        if (wait > TimeSpan.Zero && first is { IsRefused: false, Value.Grant: null } or { Refusal.Code: RefusalCode.WorkerBusy })
        {
            var lanes = string.Join('\n', first.Value?.Lanes ?? []);
            var later = await parking.Lease(QueueName.Builds, lanes, wait, park => Attempt(worker, generation, park), context.RequestAborted);
            first = later.IsRefused ? later.Refusal : new PollAnswer(later.Value.FirstOrDefault(), []);
        }

        if (first is { IsRefused: false, Value.Grant: { } grant } && context.RequestAborted.IsCancellationRequested)
        {
            // Nobody reads the answer: the build must not wait for a worker that never heard of it.
            await worker.Return([grant.Token]);
        }

        return first.IsRefused && first.Refusal.Code != RefusalCode.WorkerBusy
            ? Problem.Of(first.Refusal)
            : Answer.Ok(new PollView(View(first.Value?.Grant)), WorkerWire.Default.PollView);
    }

    private async Task<Result<PollAnswer>> First(IWorkerGrain worker, int? generation)
    {
        try
        {
            return await worker.Poll(generation, null).WaitAsync(AnswerLimit, time);
        }
        catch (Exception moving) when (LostAnswer.IsMoving(moving))
        {
            return new PollAnswer(null, []);
        }
    }

    private static async Task<Result<LeaseGrant[]>> Attempt(IWorkerGrain worker, int? generation, IQueueObserver? park)
    {
        var polled = await worker.Poll(generation, park);
        return polled.IsRefused ? polled.Refusal : polled.Value.Grant is { } grant ? new[] { grant } : Array.Empty<LeaseGrant>();
    }

    private static PolledBuildView? View(LeaseGrant? grant) => grant?.Build is not { } build ? null : new(
        build.Id.Value,
        build.Spec.Platform,
        Path(build, "source"),
        build.Spec.Certs is null ? null : Path(build, "certs"),
        build.CreatedAt,
        grant.Token.Value);

    private static string Path(Build build, string what) => $"/api/builds/{Uri.EscapeDataString(build.Id.Value)}/{what}";
}
