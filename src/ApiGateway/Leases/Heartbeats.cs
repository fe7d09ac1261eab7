using GrainJobs.Http;
using GrainJobs.Jobs;
using GrainJobs.Silos;
using GrainJobs.Workers;

namespace GrainJobs.Leases;

/// <summary>One heartbeat for all a worker holds.</summary>
internal static class Heartbeats
{
    private const int MostLeases = 10_000;

    internal static async Task<Answer> Beat(string worker, HttpContext context, IGrainFactory grains, TimeProvider time)
    {
        var body = await RequestBody.Json(context, LeaseJson.Default.HeartbeatBody, (said, faults) => Judge(worker, said.Leases ?? [], faults));
        if (body.IsRefused)
        {
            return Problem.Of(body.Refusal);
        }

        var beats = body.Value.Leases;
        LeaseBeat[] signs = [.. beats.Select(beat => new LeaseBeat(new(beat.LeaseToken), beat.Progress, beat.Message))];
        var answer = await SafeRepeat.Beat(() => grains.Refer<IWorkerGrain>(worker).Heartbeat(signs), time, context.RequestAborted);
        var orders = beats.Zip(answer.Orders, (beat, order) => new OrderView(beat.LeaseToken, order));
        return Answer.Ok(
            new HeartbeatView(answer.Drain ? "drain" : "run", answer.Next.TotalSeconds, [.. orders]), LeaseJson.Default.HeartbeatView);
    }

    private static void Judge(string worker, BeatBody[] beats, FieldFaults faults)
    {
        faults.Check("worker", WorkerId.IsValid(worker), "must be 1 to 128 characters of A-Z a-z 0-9 _ . : - and not begin with silo:");
        faults.Check("leases", beats.Length <= MostLeases, "must be at most 10,000");
        for (var index = 0; index < beats.Length; index++)
        {
            faults.Check($"leases[{index}].progress", beats[index].Progress is not (< 0 or > 100), "must be a whole number from 0 to 100");
            faults.CheckText($"leases[{index}].message", beats[index].Message, ReportLimits.Text);
        }
    }
}
