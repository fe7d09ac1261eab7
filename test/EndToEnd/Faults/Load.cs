using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using GrainJobs.Histories;
using GrainJobs.Http;

namespace GrainJobs.Faults;

/// <summary>
/// Clients and workers on every gateway of a site, all recorded in one history: jobs for outside workers, jobs the silos run themselves,
/// late inputs, delays, cancels and followed streams. A client repeats what got no answer, as a good client does; a worker drops what it
/// no longer holds. Random by seed.
/// </summary>
internal sealed class Load(FaultSite site, History history, AnswerLedger answers, string name)
{
    private const int Clients = 4;
    private const int Workers = 4;
    private static readonly TimeSpan BetweenJobs = TimeSpan.FromMilliseconds(100);

    private readonly ConcurrentDictionary<string, bool> promised = new();
    private readonly ConcurrentBag<Task> following = [];
    private readonly IReadOnlyList<HttpCaller> callers = site.Callers(answers);
    private readonly CancellationTokenSource enough = new();
    private readonly CancellationTokenSource over = new();
    private Task submitting = Task.CompletedTask;
    private Task working = Task.CompletedTask;

    /// <summary>The jobs that were promised so far.</summary>
    internal ICollection<string> Promised => promised.Keys;

    /// <summary>The queue that the outside workers serve, and the one that the silos serve.</summary>
    internal IReadOnlyList<string> Queues => [$"{name}-outside", $"{name}-inside"];

    internal void Start()
    {
        working = Task.WhenAll(Enumerable.Range(0, Workers).Select(number => new OutsideWorker($"{name}-worker-{number}", Queues[0], history, callers).WorkAsync(over.Token)));
        submitting = Task.WhenAll(Enumerable.Range(0, Clients).Select(number => SubmitAsync($"{name}-client-{number}")));
    }

    /// <summary>No new jobs; returns when the last one was promised.</summary>
    internal async Task StopSubmittingAsync()
    {
        await enough.CancelAsync();
        await submitting;
    }

    /// <summary>The streams have ended and the workers have gone home.</summary>
    internal async Task StopAsync(TimeSpan limit)
    {
        await Task.WhenAll(following).WaitAsync(limit);
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

    /// <summary>Throws what broke a client or worker, so that a wait for something else does not hide it.</summary>
    internal void ThrowIfBroken()
    {
        foreach (Task broken in (IEnumerable<Task>)[submitting, working, .. following])
        {
            if (broken.IsFaulted)
            {
                broken.GetAwaiter().GetResult();
            }
        }
    }

    private async Task SubmitAsync(string client)
    {
        Random random = Chance.Of(client);
        using PeriodicTimer pace = new(BetweenJobs);
        for (int number = 0; !enough.IsCancellationRequested; number++)
        {
            await OneAsync(client, $"{client}-{number}", random);
            await pace.WaitForNextTickAsync(CancellationToken.None);
        }
    }

    private async Task OneAsync(string client, string id, Random random)
    {
        JobWish wish = JobWish.Of(random);
        JsonObject body = wish.Body(id, Queues, site.Sink);
        await RepeatAsync(client, random, async witness => (await witness.SubmitAsync((JsonObject)body.DeepClone()))?.IsSuccess == true);
        promised[id] = true;
        await Anywhere(client, random).ReadAsync(id);
        if (wish.IsFollowed)
        {
            following.Add(new StreamFollower(id, history, callers).FollowAsync(over.Token));
        }

        if (wish.Kind == WishKind.LateInput)
        {
            await RepeatAsync(client, random, async witness => IsSettled(await witness.SendInputAsync(id, new StringContent("late input"))));
        }
        else if (wish.Kind == WishKind.Cancelled)
        {
            await RepeatAsync(client, random, async witness => IsSettled(await witness.CancelAsync(id)));
        }
    }

    // 409: what was repeated had been taken the first time, or the job had ended before.
    private static bool IsSettled(Answer? answer) => answer is { IsSuccess: true } or { Status: 409 };

    // Another gateway for each try: one may be dead.
    private async Task RepeatAsync(string client, Random random, Func<Witness, Task<bool>> call) =>
        await Patience.UntilTakenAsync(client, () => call(Anywhere(client, random)), over.Token);

    private Witness Anywhere(string client, Random random) => new(history, client, callers[random.Next(callers.Count)]);
}
