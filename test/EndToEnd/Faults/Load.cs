using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using GrainJobs.Histories;
using GrainJobs.Http;
using GrainJobs.Processes;

namespace GrainJobs.Faults;

/// <summary>
/// Clients and workers on every gateway of a cluster, all recorded in one history. A client repeats what got no answer, as a good client
/// does; a worker drops what it no longer holds. Random by seed.
/// </summary>
internal sealed class Load(ClusterOfProcesses cluster, History history, int seed)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly string queue = $"load-{seed}";
    private readonly ConcurrentDictionary<string, bool> acknowledged = new();
    private readonly Lazy<IReadOnlyList<HttpCaller>> callers = new(cluster.Callers);

    /// <summary>The jobs that were promised so far.</summary>
    internal ICollection<string> Acknowledged => acknowledged.Keys;

    /// <summary>Submits <paramref name="count"/> jobs from one client and reads each at once from another gateway.</summary>
    internal async Task SubmitAsync(string client, int count, CancellationToken stop)
    {
        Random random = Chance(client);
        for (int number = 0; number < count && !stop.IsCancellationRequested; number++)
        {
            string id = $"{client}-{number}";
            await RepeatAsync(random, async witness => (await witness.SubmitAsync(Body(id)))?.IsSuccess == true, client, stop);
            acknowledged[id] = true;
            await Anywhere(client, random).ReadAsync(id);
        }
    }

    /// <summary>Leases and finishes jobs until stopped; now and then it fails one, hands one back, or forgets one.</summary>
    internal async Task WorkAsync(string worker, CancellationToken stop)
    {
        Random random = Chance(worker);
        while (!stop.IsCancellationRequested)
        {
            foreach (JsonObject lease in await Anywhere(worker, random).LeaseAsync(queue, worker, max: 4, waitSeconds: 1))
            {
                await FinishAsync(worker, random, lease["jobId"]!.ToString(), lease["leaseToken"]!.ToString(), stop);
            }
        }
    }

    /// <summary>Reads every promised job on every gateway, with its events; true when all have ended.</summary>
    internal async Task<bool> AllEndedAsync()
    {
        foreach (string id in Acknowledged)
        {
            foreach (ServerProcess gateway in cluster.Gateways)
            {
                using HttpCaller caller = gateway.Caller();
                Answer? answer = await new Witness(history, "judge", caller).ReadAsync(id);
                if (answer?.Value("status") is not ("completed" or "error" or "cancelled"))
                {
                    return false;
                }
            }
        }

        return true;
    }

    /// <summary>Records the event log of every promised job.</summary>
    internal async Task ReadEventsAsync()
    {
        using HttpCaller caller = cluster.Gateways[0].Caller();
        Witness judge = new(history, "judge", caller);
        foreach (string id in Acknowledged)
        {
            (await judge.EventsAsync(id))?.Expect(200);
        }
    }

    private JsonObject Body(string id) => new() { ["jobId"] = id, ["jobType"] = "load", ["queue"] = queue, ["maxAttempts"] = 10 };

    private async Task FinishAsync(string worker, Random random, string id, string token, CancellationToken stop)
    {
        (string verb, JsonObject body) = random.Next(20) switch
        {
            0 => ("fail", new JsonObject { ["error"] = "by chance", ["class"] = "transient" }),
            1 => ("release", new JsonObject { ["reason"] = "by chance" }),
            2 => ("skip", new JsonObject { ["reason"] = "nothing to do" }),
            _ => ("complete", new JsonObject { ["result"] = random.Next(1000) }),
        };
        await RepeatAsync(random, async witness => (await witness.ReportAsync(id, token, verb, (JsonObject)body.DeepClone())) is { Status: < 500 and not 429 }, worker, stop);
    }

    // Another gateway for each try: one may be dead.
    private async Task RepeatAsync(Random random, Func<Witness, Task<bool>> call, string client, CancellationToken stop)
    {
        long began = history.Now();
        using PeriodicTimer pause = new(TimeSpan.FromMilliseconds(100));
        while (!await call(Anywhere(client, random)) && !stop.IsCancellationRequested)
        {
            if (TimeProvider.System.GetElapsedTime(began) > Patience)
            {
                throw new TimeoutException($"{client} got no answer for {Patience.TotalSeconds:0} s.");
            }

            await pause.WaitForNextTickAsync(CancellationToken.None);
        }
    }

    private Witness Anywhere(string client, Random random) => new(history, client, callers.Value[random.Next(callers.Value.Count)]);

    private Random Chance(string who) => new(HashCode.Combine(seed, who.Length, who[^1]));
}
