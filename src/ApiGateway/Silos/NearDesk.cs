using GrainJobs.Jobs;
using GrainJobs.Queues;

namespace GrainJobs.Silos;

/// <summary>
/// Sends what concerns one queue to the silo where it lives, so that the desk and the queue talk within one process, and the copy that the
/// grant left there saves the report a read. Any silo gives the same answer: a map that is wrong or missing costs messages, nothing else.
/// </summary>
internal sealed class NearDesk(IGrainFactory grains, TimeProvider time)
{
    private static readonly TimeSpan LearnEvery = TimeSpan.FromSeconds(10);

    // A silo of the first release does not know the question, and logs an error each time.
    private static readonly TimeSpan LearnAgainAfterSilence = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan AnswerWithin = TimeSpan.FromSeconds(2);

    private DeskMap? map;
    private bool isLearning;
    private long learnAt;
    private int changes;

    /// <summary>Whether every silo is known to be of this release.</summary>
    internal bool IsAnswered { get; private set; }

    /// <summary>The desks to send a queue's calls to now; null: any.</summary>
    internal SiloDesks? Nearest(string? queue) => Nearest(Hash(queue));

    /// <param name="queue">See <see cref="QueueHome.HashOf"/>.</param>
    internal SiloDesks? Nearest(ushort queue) => Volatile.Read(ref map)?.Nearest(queue);

    /// <param name="silo">Null: any.</param>
    /// <param name="jobs">How many jobs the call is about.</param>
    /// <param name="call">What is asked of the desk.</param>
    internal Task<T> CallAt<T>(SiloDesks? silo, int jobs, Func<IJobDeskGrain, Task<T>> call) => silo is null ? call(grains.JobDesk()) : Call(silo, jobs, call);

    internal Task<T> Call<T>(string? queue, Func<IJobDeskGrain, Task<T>> call) => Call(Hash(queue), 1, call);

    /// <param name="queue">See <see cref="QueueHome.HashOf"/>.</param>
    /// <param name="jobs">How many jobs the call is about.</param>
    internal Task<T> Call<T>(ushort queue, int jobs, Func<IJobDeskGrain, Task<T>> call) =>
        CallAt(Nearest(queue), jobs, call);

    /// <summary>Puts together what goes to one silo, each group in the order it came in.</summary>
    internal IEnumerable<List<T>> ByHome<T>(List<T> items, Func<T, string?> queue) =>
        Volatile.Read(ref map) is { } known ? items.GroupBy(item => known.Home(Hash(queue(item)))).Select(Enumerable.ToList) : [items];

    internal static ushort Hash(string? queue) => QueueHome.HashOf(queue is null ? QueueName.Default : new(queue));

    /// <summary>The cluster has changed: what is known may lead nowhere.</summary>
    internal void Forget()
    {
        changes++;
        learnAt = 0;
        IsAnswered = false;
        Volatile.Write(ref map, null);
    }

    /// <summary>Asks who answers which key, when it is time to. Called again and again by one loop.</summary>
    /// <param name="silos">How many take part: of a single one it is enough to know its release.</param>
    internal async Task Learn(int silos)
    {
        var now = time.GetTimestamp();
        if (silos < 1 || isLearning || now < learnAt)
        {
            return;
        }

        isLearning = true;
        var before = changes;
        var answers = await Task.WhenAll((silos == 1 ? Spread.Keys.Take(1) : Spread.Keys).Select(Ask));
        if (changes == before)
        {
            IsAnswered = Array.TrueForAll(answers, static answer => answer.Silo is not null);
            learnAt = now + (long)((IsAnswered ? LearnEvery : LearnAgainAfterSilence).TotalSeconds * time.TimestampFrequency);
            Volatile.Write(ref map, DeskMap.Of(answers));
        }

        isLearning = false;
    }

    private async Task<(long Key, string? Silo)> Ask(long key)
    {
        try
        {
            return (key, await grains.Refer<IJobDeskGrain>(key).Silo().WaitAsync(AnswerWithin, time));
        }
#pragma warning disable CA1031 // Whatever a silo of another release makes of the question: unknown.
        catch (Exception)
#pragma warning restore CA1031
        {
            return (key, null);
        }
    }

    private async Task<T> Call<T>(SiloDesks silo, int jobs, Func<IJobDeskGrain, Task<T>> call)
    {
        silo.Begin(jobs);
        try
        {
            return await call(grains.Refer<IJobDeskGrain>(silo.NextKey()));
        }
        finally
        {
            silo.End(jobs);
        }
    }
}
