namespace GrainJobs.Silos;

/// <summary>
/// Hears within a second when a silo is gone. A call that its gateway silo had passed on to that one is never answered, and nobody
/// tells this process: what is then still open a moment later is given up. A silo that said that it leaves answers what it has begun, and nothing is given up for it.
/// </summary>
internal sealed class SiloNews(IGrainFactory grains, NearDesk near, TimeProvider time) : BackgroundService
{
    private static readonly TimeSpan AskEvery = TimeSpan.FromSeconds(0.5);
    private static readonly TimeSpan AnswerWithin = TimeSpan.FromSeconds(0.5);
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(0.5);

    // The client goes on using a frozen silo's connection until it has looked at the cluster again: calls that begin meanwhile hang, too.
    private const int GiveUpRounds = 5;

    private readonly HashSet<string> known = [];
    private readonly HashSet<string> gone = [];
    private readonly HashSet<string> leaving = [];
    private CancellationTokenSource current = new();

    /// <summary>Cancelled when a call that begins now must be given up.</summary>
    internal CancellationToken Loss => Volatile.Read(ref current).Token;

    public override void Dispose()
    {
        current.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(AskEvery, time);
        var rounds = 0;
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            var (changed, lost) = await Ask() is { Active.Length: > 0 } seen ? Note(seen.Active, seen.Leaving) : default;
            if (changed)
            {
                Spread.Renew();
                near.Forget();
            }

            _ = near.Learn(known.Count);

            rounds = lost ? GiveUpRounds : rounds - 1;
            if (rounds > 0)
            {
                await GiveUp(stoppingToken);
            }
        }
    }

    /// <summary>Whether silos joined or left, and whether one is missing that did not say that it leaves. Silos may differ in what they know yet: one that is gone stays gone.</summary>
    internal (bool Changed, bool Lost) Note(string[] active, params string[] partings)
    {
        leaving.UnionWith(partings);
        string[] missing = [.. known.Except(active)];
        string[] fresh = [.. active.Where(silo => !gone.Contains(silo) && !known.Contains(silo))];
        known.ExceptWith(missing);
        gone.UnionWith(missing);
        known.UnionWith(fresh);
        return (fresh.Length + missing.Length > 0, missing.Except(leaving).Any());
    }

    private async Task<(string[] Active, string[] Leaving)?> Ask()
    {
        try
        {
            var roster = grains.Roster();
            string[][] answers = await Task.WhenAll(roster.Active(), Leaving(roster)).WaitAsync(AnswerWithin, time);
            return (answers[0], answers[1]);
        }
        catch (Exception failure) when (IsNoAnswer(failure))
        {
            // Perhaps it was the very silo that is gone; another is asked next. Who is missing is not judged without knowing who said that it leaves.
            return null;
        }
    }

    /// <summary>A silo of an older release does not know the second question.</summary>
    private static async Task<string[]> Leaving(IRosterGrain roster)
    {
        try
        {
            return await roster.Leaving();
        }
        catch (ArgumentException)
        {
            return [];
        }
    }

    private static bool IsNoAnswer(Exception failure) => failure is OrleansException or TimeoutException or InvalidOperationException;

    private async Task GiveUp(CancellationToken stop)
    {
        using var open = Interlocked.Exchange(ref current, new CancellationTokenSource());
        await Task.Delay(Grace, time, stop);
        await open.CancelAsync();
    }
}
