using System.Text;
using GrainJobs.Http;
using GrainJobs.Jobs;
using GrainJobs.Queues;
using GrainJobs.Workers;

namespace GrainJobs.Leases;

/// <summary>Granting leases to workers outside.</summary>
internal static class LeaseGranting
{
    private const int MostLeases = 1_000;
    private const int MostTypes = 100;
    private const int LongestWaitSeconds = 30;

    internal static async Task<Answer> Lease(string queue, HttpContext context, IGrainFactory grains, LeaseParking parking)
    {
        var body = await RequestBody.Json(context, LeaseJson.Default.LeaseBody, (asked, faults) => Judge(queue, asked, faults));
        if (body.IsRefused)
        {
            return Problem.Of(body.Refusal);
        }

        var acting = context.Caller().ActingWorker(body.Value.WorkerId);
        return acting switch
        {
            { IsRefused: true } => Problem.Of(acting.Refusal),
            { Value: null } => Problem.Field("workerId", "is required: who asks for work"),
            { Value: { } worker } => await Lease(new(queue), worker, body.Value, context, grains, parking),
        };
    }

    private static void Judge(string queue, LeaseBody body, FieldFaults faults)
    {
        faults.Check(
            "queue",
            QueueName.IsValid(queue) && queue != QueueName.Builds.Value,
            "must be 1 to 100 characters of A-Z a-z 0-9 _ . : - and not builds, which has routes of its own");
        faults.Check("max", body.Max is not (< 1 or > MostLeases), "must be a whole number from 1 to 1,000");
        faults.Check("wait", body.Wait is null or (>= 0 and <= LongestWaitSeconds), "must be seconds from 0 to 30");
        faults.Check(
            "jobTypes",
            body.JobTypes is not { } types || (types.Length <= MostTypes && Array.TrueForAll(types, JobId.IsValid)),
            "must be at most 100 job types");
    }

    private static async Task<Answer> Lease(
        QueueName queue, WorkerId worker, LeaseBody body, HttpContext context, IGrainFactory grains, LeaseParking parking)
    {
        string[] lanes = [.. (body.JobTypes ?? []).Order(StringComparer.Ordinal)];
        var granted = await parking.Lease(
            queue,
            string.Join('\n', lanes),
            TimeSpan.FromSeconds(body.Wait ?? 0),
            park => Ask(queue, new() { Worker = worker, Max = body.Max ?? 1, Lanes = [.. lanes], Park = park, Ask = AskNumber.New() }, grains, parking),
            context.RequestAborted);
        if (context.RequestAborted.IsCancellationRequested && granted.Value is { Length: > 0 } unheard)
        {
            await grains.Refer<IWorkerGrain>(worker.Value).Return(Array.ConvertAll(unheard, grant => grant.Token));
        }

        return granted.IsRefused
            ? Problem.Of(granted.Refusal)
            : Answer.Ok(new LeasesView([.. granted.Value.Where(grant => grant.Job is not null).Select(View)]), LeaseJson.Default.LeasesView);
    }

    /// <summary>What it was granted in an answer that never came goes back.</summary>
    private static async Task<Result<LeaseGrant[]>> Ask(QueueName queue, LeaseRequest request, IGrainFactory grains, LeaseParking parking)
    {
        try
        {
            return await grains.Refer<IWorkerGrain>(request.Worker.Value).Lease(queue, request);
        }
        catch
        {
            parking.Disown(queue, request);
            throw;
        }
    }

    private static LeaseView View(LeaseGrant grant)
    {
        var job = grant.Job!;
        return new()
        {
            JobId = job.Id.Value,
            JobType = job.RunningType,
            Payload = RawJson.Of(job.RunningPayload),
            Input = job.Input is { } input ? View(job, input, grant.Input) : null,
            Attempt = job.Attempt,
            LeaseToken = grant.Token.Value,
            Traceparent = job.Spec.TraceParent,
            LeaseSeconds = grant.Duration.TotalSeconds,
        };
    }

    private static InputView View(Job job, JobInput input, byte[]? bytes) => new(
        input.ContentType,
        input.Length,
        $"/api/jobs/{Uri.EscapeDataString(job.Id.Value)}/input",
        input.FileName,
        RawJson.Of(input.Attributes),
        bytes is { Length: <= JobInputs.SmallBytes } && JsonText.IsUtf8(bytes) ? Encoding.UTF8.GetString(bytes) : null);
}
