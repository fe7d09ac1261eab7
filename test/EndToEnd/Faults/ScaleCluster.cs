using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using GrainJobs.Http;
using GrainJobs.Processes;

namespace GrainJobs.Faults;

/// <summary>A cluster with one gateway that can be loaded for a while: jobs created one by one, leased in batches and completed one by one, over many queues.</summary>
internal sealed class ScaleCluster : IAsyncDisposable
{
    private const int Clients = 12;
    private const int Workers = 6;
    private const int Queues = 24;
    private const int Batch = 50;
    private readonly ClusterOfProcesses cluster;
    private readonly HttpCaller caller;
    private long completed;
    private long completedBefore;
    private TimeSpan[] usedBefore = [];

    private ScaleCluster(ClusterOfProcesses cluster)
    {
        this.cluster = cluster;
        caller = cluster.Gateways[0].Caller();
    }

    internal static async Task<ScaleCluster> StartAsync(int silos) => new(await ClusterOfProcesses.StartAsync(silos, gatewayCount: 1));

    /// <summary>Jobs completed per second, from creation to the end.</summary>
    internal async Task<double> RunAsync(TimeSpan time)
    {
        using CancellationTokenSource over = new(time);
        (long before, long began) = (Interlocked.Read(ref completed), Stopwatch.GetTimestamp());
        await Task.WhenAll([
            .. Enumerable.Range(0, Clients).Select(number => SubmitAsync(number, over.Token)),
            .. Enumerable.Range(0, Workers).Select(number => WorkAsync(number, over.Token))]);
        return (Interlocked.Read(ref completed) - before) / Stopwatch.GetElapsedTime(began).TotalSeconds;
    }

    /// <summary>The CPU that is used from now on is counted.</summary>
    internal void ResetCpu() => (usedBefore, completedBefore) = (Used(), Interlocked.Read(ref completed));

    /// <summary>What a job has cost since then, idle time of the cluster included.</summary>
    internal string CpuAJob()
    {
        double jobs = Interlocked.Read(ref completed) - completedBefore;
        return $"{string.Join(" + ", Used().Zip(usedBefore, (now, before) => $"{(now - before).TotalMicroseconds / jobs:0}"))} us";
    }

    /// <summary>What each silo counted so far: submissions written by its job desks, and grants of its queues.</summary>
    internal async Task<double[][]> CountsAsync()
    {
        string[] metrics = await Task.WhenAll(cluster.Silos.Select(MetricsAsync));
        return [[.. metrics.Select(text => Sum(text, "grainjobs_jobs_submitted_total"))], [.. metrics.Select(text => Sum(text, "grainjobs_jobs_wait_seconds_count"))]];
    }

    /// <summary>Methods that its processes have compiled so far.</summary>
    internal async Task<double> CompiledAsync() =>
        (await Task.WhenAll(cluster.Silos.Concat(cluster.Gateways).Select(MetricsAsync))).Sum(text => Sum(text, "dotnet_jit_compiled_methods_total"));

    public async ValueTask DisposeAsync()
    {
        caller.Dispose();
        await cluster.DisposeAsync();
    }

    private static async Task<string> MetricsAsync(ServerProcess process)
    {
        using HttpCaller scraper = process.Caller();
        return (await scraper.GetAsync("/metrics")).Expect(200).Text;
    }

    private TimeSpan[] Used() => [.. cluster.Silos.Concat(cluster.Gateways).Select(process => ProcessTable.CpuTime(process.Child.Id))];

    private async Task SubmitAsync(int number, CancellationToken stop)
    {
        for (int turn = number; !stop.IsCancellationRequested; turn += Clients)
        {
            await caller.PostAsync("/api/jobs", new { jobType = "scale", queue = $"scale-{turn % Queues}" });
        }
    }

    private async Task WorkAsync(int number, CancellationToken stop)
    {
        for (int turn = number; !stop.IsCancellationRequested; turn += Workers)
        {
            Answer leased = await caller.PostAsync($"/api/queues/scale-{turn % Queues}/lease", new { workerId = $"scale-{number}", max = Batch });
            await Task.WhenAll((leased["leases"] as JsonArray ?? []).OfType<JsonObject>().Select(async lease =>
            {
                (await caller.PostAsync($"/api/leases/{lease["leaseToken"]}/complete", new { })).Expect(200);
                Interlocked.Increment(ref completed);
            }));
        }
    }

    private static double Sum(string metrics, string name) => metrics.Split('\n')
        .Where(line => line.StartsWith(name, StringComparison.Ordinal))
        .Sum(line => double.Parse(line.Split("} ")[1].Split(' ')[0], CultureInfo.InvariantCulture));
}
