using System.Diagnostics;
using System.Text.Json.Nodes;
using GrainJobs.Http;

namespace GrainJobs.Faults;

/// <summary>
/// Many queues, spread over the silos, half of them served by an outside worker and half by the silos. The service has recovered when
/// each of them has carried a job from submission to its end.
/// </summary>
internal sealed class Probes(FaultSite site, AnswerLedger answers, string name)
{
    private const int Count = 12;
    private readonly IReadOnlyList<HttpCaller> callers = site.Callers(answers);
    private int number;

    /// <summary>Runs a job through every queue; how long after <paramref name="since"/> the last of them had ended, and which that was.</summary>
    internal async Task<(TimeSpan Took, string Last)> AllServedAsync(long since, CancellationToken stop)
    {
        (TimeSpan Took, string Last)[] served = await Task.WhenAll(Enumerable.Range(0, Count).SelectMany(queue =>
            (IEnumerable<Task<(TimeSpan, string)>>)
            [
                ServedAsync($"{name}-o{queue}", since, each => OutsideAsync(each, callers[queue % callers.Count]), stop),
                ServedAsync($"{name}-i{queue}", since, each => InsideAsync(each, callers[queue % callers.Count]), stop),
            ]));
        return served.MaxBy(each => each.Took);
    }

    private static async Task<(TimeSpan Took, string Last)> ServedAsync(string queue, long since, Func<string, Task<bool>> trip, CancellationToken stop)
    {
        int tries = 0;
        await Patience.UntilTakenAsync(
            queue,
            () =>
            {
                tries++;
                return trip(queue);
            },
            stop);
        return (Stopwatch.GetElapsedTime(since), $"{queue} at try {tries}");
    }

    private async Task<bool> OutsideAsync(string queue, HttpCaller caller)
    {
        string id = $"{queue}-{Interlocked.Increment(ref number)}";
        return await PostAsync(caller, "/api/jobs", new JsonObject { ["jobId"] = id, ["jobType"] = "probe", ["queue"] = queue })
            && await CompleteAllAsync(queue, caller)
            && await IsCompletedAsync(caller, id);
    }

    // All that wait there: an earlier try may have left a job behind.
    private static async Task<bool> CompleteAllAsync(string queue, HttpCaller caller)
    {
        Answer? leased = await Patience.OrNothingAsync(() => caller.PostAsync($"/api/queues/{queue}/lease", new { workerId = queue, max = 20, wait = 2 }));
        foreach (JsonObject lease in (leased?["leases"] as JsonArray ?? []).OfType<JsonObject>())
        {
            if (!await PostAsync(caller, $"/api/leases/{lease["leaseToken"]}/complete", new JsonObject()))
            {
                return false;
            }
        }

        return leased?.IsSuccess == true;
    }

    private async Task<bool> InsideAsync(string queue, HttpCaller caller)
    {
        string id = $"{queue}-{Interlocked.Increment(ref number)}";
        return await PostAsync(caller, "/api/jobs", new JsonObject { ["jobId"] = id, ["jobType"] = "http", ["queue"] = queue, ["callbackUrl"] = site.Sink.Taking })
            && await IsCompletedAsync(caller, id);
    }

    private static async Task<bool> IsCompletedAsync(HttpCaller caller, string id)
    {
        Answer? job = await Patience.OrNothingAsync(() => caller.GetAsync($"/api/jobs/{id}"));
        while (job is { Status: 200 } && job.Value("status") is not ("completed" or "error" or "cancelled"))
        {
            string version = job.Value("version")!;
            Answer? next = await Patience.OrNothingAsync(() => caller.GetAsync($"/api/jobs/{id}?wait=2&version={version}"));
            if (next?.Value("version") == version)
            {
                return false;
            }

            job = next;
        }

        return job?.Value("status") == "completed";
    }

    private static async Task<bool> PostAsync(HttpCaller caller, string path, JsonObject body) =>
        (await Patience.OrNothingAsync(() => caller.PostAsync(path, body)))?.IsSuccess == true;
}
