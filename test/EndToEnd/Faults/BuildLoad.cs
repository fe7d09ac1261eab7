using System.Collections.Concurrent;
using System.Text;
using GrainJobs.Http;

namespace GrainJobs.Faults;

/// <summary>
/// Builds submitted and built during a fault. Each promised build must end completed, with one result accepted, which is what anybody
/// downloads afterwards.
/// </summary>
internal sealed class BuildLoad(FaultSite site, AnswerLedger answers, string name)
{
    private const int Workers = 2;
    private const string Platform = "linux";
    private static readonly TimeSpan BetweenBuilds = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<string, bool> promised = new();
    private readonly ConcurrentDictionary<string, ConcurrentQueue<string>> accepted = new();
    private readonly IReadOnlyList<HttpCaller> callers = site.Callers(answers);
    private readonly CancellationTokenSource enough = new();
    private readonly CancellationTokenSource over = new();
    private Task submitting = Task.CompletedTask;
    private Task working = Task.CompletedTask;

    internal int Promised => promised.Count;

    internal void Start()
    {
        submitting = SubmitAsync();
        working = Task.WhenAll(Enumerable.Range(0, Workers).Select(number => WorkAsync($"{name}-builder-{number}")));
    }

    internal async Task StopSubmittingAsync()
    {
        await enough.CancelAsync();
        await submitting;
    }

    internal async Task StopAsync()
    {
        await over.CancelAsync();
        await working;
    }

    /// <summary>Ends everything at once, whatever is open.</summary>
    internal async Task AbandonAsync()
    {
        await enough.CancelAsync();
        await over.CancelAsync();
        await Task.WhenAll(submitting, working).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    internal void ThrowIfBroken()
    {
        foreach (Task broken in (IEnumerable<Task>)[submitting, working])
        {
            if (broken.IsFaulted)
            {
                broken.GetAwaiter().GetResult();
            }
        }
    }

    /// <summary>The promised builds that have not ended yet.</summary>
    internal async Task<IReadOnlyList<string>> OpenAsync()
    {
        List<string> open = [];
        foreach (string build in promised.Keys)
        {
            if ((await callers[0].GetAsync($"/api/builds/{build}")).Expect(200).Value("status") is not ("completed" or "failed" or "cancelled"))
            {
                open.Add(build);
            }
        }

        return open;
    }

    /// <summary>What contradicts the promises, on every gateway; empty when nothing does.</summary>
    internal async Task<IReadOnlyList<string>> ContradictionsAsync()
    {
        List<string> found = [];
        foreach (string build in promised.Keys)
        {
            string[] taken = [.. accepted.GetValueOrDefault(build, []).Distinct()];
            foreach (HttpCaller caller in callers)
            {
                Answer view = (await caller.GetAsync($"/api/builds/{build}")).Expect(200);
                string? result = view.Value("status") == "completed" ? await caller.Http.GetStringAsync(new Uri($"/api/builds/{build}/download", UriKind.Relative)) : null;
                if (taken.Length > 1 || result is null || (taken.Length == 1 && result != taken[0]))
                {
                    found.Add($"build {build}: {view.Value("status")} ({view.Value("error_message")}), accepted [{string.Join(", ", taken)}], downloads '{result}'");
                }
            }
        }

        return found;
    }

    private async Task SubmitAsync()
    {
        Random random = Chance.Of(name);
        using PeriodicTimer pace = new(BetweenBuilds);
        for (int number = 0; !enough.IsCancellationRequested; number++)
        {
            string key = $"{name}-{number}";
            await Patience.UntilTakenAsync(key, () => SubmitOnceAsync(key, callers[random.Next(callers.Count)]), over.Token);
            await pace.WaitForNextTickAsync(CancellationToken.None);
        }
    }

    private async Task<bool> SubmitOnceAsync(string key, HttpCaller caller)
    {
        using MultipartFormDataContent form = new() { { new StringContent(Platform), "platform" }, { Zip(key), "source", "source.zip" } };
        Answer? answer = await Patience.OrNothingAsync(() => caller.SendAsync(HttpMethod.Post, "/api/builds", form, ("Idempotency-Key", key)));
        if (answer is not { IsSuccess: true })
        {
            return false;
        }

        promised[answer.Value("id")!] = true;
        return true;
    }

    private async Task WorkAsync(string worker)
    {
        Random random = Chance.Of(worker);
        HttpCaller Anywhere() => callers[random.Next(callers.Count)];
        object registration = new { id = worker, name = worker, capabilities = new { platforms = new[] { Platform } } };
        await Patience.UntilTakenAsync(worker, async () => (await Patience.OrNothingAsync(() => Anywhere().PostAsync("/api/workers/register", registration)))?.IsSuccess == true, over.Token);
        using PeriodicTimer pause = new(TimeSpan.FromMilliseconds(100));
        while (!over.IsCancellationRequested)
        {
            Answer? poll = await Patience.OrNothingAsync(() => Anywhere().GetAsync($"/api/workers/poll?worker_id={worker}&wait=1"));
            if (poll?.Value("job.id") is { } build)
            {
                await BuildAsync(worker, build, poll.Value("job.lease_token")!, Anywhere);
            }
            else
            {
                await pause.WaitForNextTickAsync(CancellationToken.None);
            }
        }
    }

    private async Task BuildAsync(string worker, string build, string token, Func<HttpCaller> anywhere)
    {
        await Patience.OrNothingAsync(() => anywhere().PostAsync($"/api/builds/{build}/heartbeat?worker_id={worker}", null, ("X-Lease-Token", token)));
        await Patience.UntilTakenAsync(
            $"the result of {build}",
            async () =>
            {
                using MultipartFormDataContent form = new()
                {
                    { new StringContent(build), "build_id" }, { new StringContent(worker), "worker_id" }, { new StringContent("true"), "success" }, { Zip(token), "result", "result.zip" },
                };
                Answer? answer = await Patience.OrNothingAsync(() => anywhere().SendAsync(HttpMethod.Post, "/api/workers/result", form, ("X-Lease-Token", token)));
                if (answer is { IsSuccess: true })
                {
                    accepted.GetOrAdd(build, static _ => []).Enqueue(token);
                }

                return answer is { Status: < 500 and not 429 };
            },
            over.Token);
    }

    private static ByteArrayContent Zip(string content)
    {
        ByteArrayContent file = new(Encoding.UTF8.GetBytes(content));
        file.Headers.ContentType = new("application/zip");
        return file;
    }
}
