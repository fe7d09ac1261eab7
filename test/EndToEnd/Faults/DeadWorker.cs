using System.Diagnostics;
using System.Text.Json.Nodes;
using GrainJobs.Http;

namespace GrainJobs.Faults;

/// <summary>An outside worker that holds a job, gives signs of life, and is then heard of no more; and another that waits for what it leaves behind.</summary>
internal sealed class DeadWorker
{
    private static readonly TimeSpan GiveUpAfter = TimeSpan.FromSeconds(60);
    private readonly IReadOnlyList<HttpCaller> callers;
    private readonly string name;
    private readonly string token;

    private DeadWorker(IReadOnlyList<HttpCaller> callers, string name, string token) => (this.callers, this.name, this.token) = (callers, name, token);

    /// <summary>It holds its job when this returns.</summary>
    internal static async Task<DeadWorker> StartAsync(FaultSite site, string name)
    {
        IReadOnlyList<HttpCaller> callers = site.Cluster.Callers();
        (await callers[0].PostAsync("/api/jobs", new { jobId = name, jobType = "outside", queue = name, maxAttempts = 10 })).Expect(201);
        Answer leased = (await callers[0].PostAsync($"/api/queues/{name}/lease", new { workerId = $"{name}-first", max = 1, wait = 10 })).Expect(200);
        return new DeadWorker(callers, name, leased["leases"]![0]!["leaseToken"]!.ToString());
    }

    /// <summary>Its last heartbeat is answered; the timestamp of that moment.</summary>
    internal async Task<long> LastSignAsync()
    {
        Answer beat = (await callers[0].PostAsync($"/api/workers/{name}-first/leases/heartbeat", new { leases = new[] { new { leaseToken = token } } })).Expect(200);
        beat["leases"]![0]!["order"]!.ToString().Should().Be("continue");
        return Stopwatch.GetTimestamp();
    }

    /// <summary>How long after that moment another worker, which asks all the time, is given the job; it then completes it.</summary>
    internal async Task<TimeSpan> ReplacedAsync(long since)
    {
        for (int turn = 0; Stopwatch.GetElapsedTime(since) < GiveUpAfter; turn++)
        {
            HttpCaller caller = callers[turn % callers.Count];
            Answer? leased = await Patience.OrNothingAsync(() => caller.PostAsync($"/api/queues/{name}/lease", new { workerId = $"{name}-second", max = 1, wait = 2 }));
            if (leased?["leases"] is JsonArray { Count: 1 } leases)
            {
                TimeSpan took = Stopwatch.GetElapsedTime(since);
                (await caller.PostAsync($"/api/leases/{leases[0]!["leaseToken"]}/complete", new { })).Expect(200);
                return took;
            }
        }

        throw new TimeoutException($"{name} was not leased again within {GiveUpAfter.TotalSeconds} s");
    }
}
