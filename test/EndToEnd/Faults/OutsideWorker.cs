using System.Text.Json.Nodes;
using GrainJobs.Histories;
using GrainJobs.Http;

namespace GrainJobs.Faults;

/// <summary>A worker over HTTP on whichever gateway answers: it finishes jobs, and now and then fails one, hands one back, or forgets one.</summary>
internal sealed class OutsideWorker(string name, string queue, History history, IReadOnlyList<HttpCaller> callers)
{
    private const int AtOnce = 4;
    private static readonly TimeSpan AfterNothing = TimeSpan.FromMilliseconds(100);
    private readonly Random random = Chance.Of(name);

    internal async Task WorkAsync(CancellationToken stop)
    {
        using PeriodicTimer pause = new(AfterNothing);
        while (!stop.IsCancellationRequested)
        {
            IReadOnlyList<JsonObject> leases = await Anywhere().LeaseAsync(queue, name, AtOnce, waitSeconds: 1);
            foreach (JsonObject lease in leases)
            {
                await FinishAsync(lease["jobId"]!.ToString(), lease["leaseToken"]!.ToString(), stop);
            }

            if (leases.Count == 0)
            {
                await pause.WaitForNextTickAsync(CancellationToken.None);
            }
        }
    }

    private async Task FinishAsync(string id, string token, CancellationToken stop)
    {
        (string verb, JsonObject body) = random.Next(40) switch
        {
            0 => ("fail", new JsonObject { ["error"] = "by chance", ["class"] = "transient" }),
            1 => ("release", new JsonObject { ["reason"] = "by chance" }),
            2 => ("skip", new JsonObject { ["reason"] = "nothing to do" }),
            _ => ("complete", new JsonObject { ["result"] = random.Next(1000) }),
        };
        await Patience.UntilTakenAsync(
            name,
            async () => (await Anywhere().ReportAsync(id, token, verb, (JsonObject)body.DeepClone())) is { Status: < 500 and not 429 },
            stop);
    }

    private Witness Anywhere() => new(history, name, callers[random.Next(callers.Count)]);
}
