namespace GrainJobs.Queues;

/// <summary>
/// Which queues have something due soon. To find out takes a step for every queue that has scheduled jobs at all: so it is rare, and looks further ahead than it rests.
/// A queue that sleeps had nothing due within <see cref="ScheduledEntries.FillBefore"/>, and one that is told of a scheduled job wakes.
/// </summary>
internal sealed class DueQueues(Func<DateTimeOffset, Task<IReadOnlyList<QueueName>>> read, TimeProvider time)
{
    /// <summary>What is due by then is found.</summary>
    internal static readonly TimeSpan Ahead = TimeSpan.FromSeconds(25);

    /// <summary>With a long round of the roll call it is over before anything is due that a queue did not know of when it went to sleep.</summary>
    internal static readonly TimeSpan LongestRest = TimeSpan.FromSeconds(15);

    // At most a thousandth of the time.
    private const int RestsFor = 1_000;

    private readonly CostlyRead reading = new(RestsFor, LongestRest, time);
    private IReadOnlyList<QueueName> last = [];

    /// <summary>After a change of the cluster the next one reads.</summary>
    public void Forget() => reading.Forget();

    public async Task<IReadOnlyList<QueueName>> At(DateTimeOffset now)
    {
        if (reading.IsDue)
        {
            last = await reading.Run(() => read(now + Ahead));
        }

        return last;
    }
}
