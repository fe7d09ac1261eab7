using GrainJobs.Http;
using GrainJobs.Processes;

namespace GrainJobs.Faults;

/// <summary>An outside worker of the plainest kind: it holds one job of a queue of its own and beats when it was told to; a beat that fails is not repeated before the next is due.</summary>
internal sealed class LivingWorker : IDisposable
{
    private static readonly TimeSpan BeatLimit = TimeSpan.FromSeconds(20);
    private readonly CancellationTokenSource end = new();
    private readonly IReadOnlyList<HttpCaller> callers;
    private readonly string name;
    private readonly string token;
    private readonly List<string> story = [];
    private readonly Task<int> beating;

    private LivingWorker(IReadOnlyList<HttpCaller> callers, string name, string token, int turn)
    {
        (this.callers, this.name, this.token) = (callers, name, token);
        beating = BeatAsync(turn);
    }

    /// <summary>It holds its job when this returns, and keeps it until <see cref="EndAsync"/>.</summary>
    internal static async Task<LivingWorker> StartAsync(ClusterOfProcesses cluster, string name, int turn)
    {
        IReadOnlyList<HttpCaller> callers = [.. cluster.Gateways.Select(gateway => new HttpCaller(gateway.Address, ServerOptions.AdminKey, BeatLimit))];
        (await callers[0].PostAsync("/api/jobs", new { jobId = name, jobType = "outside", queue = name, maxAttempts = 10 })).Expect(201);
        Answer leased = (await callers[0].PostAsync($"/api/queues/{name}/lease", new { workerId = $"{name}-only", max = 1, wait = 10 })).Expect(200);
        return new LivingWorker(callers, name, leased["leases"]![0]!["leaseToken"]!.ToString(), turn);
    }

    /// <summary>Completes the job; it must be the first attempt that does. How many beats got no answer.</summary>
    internal async Task<int> EndAsync()
    {
        await end.CancelAsync();
        int missed = await beating;
        Answer ended = (await callers[0].PostAsync($"/api/leases/{token}/complete", new { })).Expect(200);
        (await callers[0].GetAsync($"/api/jobs/{name}")).Expect(200).Value("attempt").Should().Be("1", ended.Text);
        Dispose();
        return missed;
    }

    public void Dispose() => end.Dispose();

    private async Task<int> BeatAsync(int turn)
    {
        int missed = 0;
        double next = 1;
        while (await PauseAsync(next))
        {
            HttpCaller caller = callers[turn++ % callers.Count];
            DateTimeOffset sent = DateTimeOffset.UtcNow;
            Answer? beat = await Patience.OrNothingAsync(() => caller.PostAsync($"/api/workers/{name}-only/leases/heartbeat", new { leases = new[] { new { leaseToken = token } } }));
            story.Add($"{sent:mm:ss.fff} to {DateTimeOffset.UtcNow:mm:ss.fff} {beat?.Status}");
            if (beat?.Status != 200)
            {
                missed++;
                continue;
            }

            beat["leases"]![0]!["order"]!.ToString().Should().Be("continue", $"{name} lives: {string.Join(", ", story.TakeLast(10))}");
            next = beat["nextSeconds"]!.GetValue<double>();
        }

        return missed;
    }

    private async Task<bool> PauseAsync(double seconds)
    {
        using PeriodicTimer pause = new(TimeSpan.FromSeconds(seconds));
        try
        {
            return await pause.WaitForNextTickAsync(end.Token);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }
}
