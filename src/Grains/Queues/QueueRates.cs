namespace GrainJobs.Queues;

/// <summary>Grants and settlements per second over the last full minute, in sixty one-second slots.</summary>
internal sealed class QueueRates
{
    private const int Seconds = 60;
    private readonly long[] granted = new long[Seconds];
    private readonly long[] settled = new long[Seconds];
    private long second;

    public void CountGranted(DateTimeOffset now) => granted[Slot(now)]++;

    public void CountSettled(DateTimeOffset now) => settled[Slot(now)]++;

    public double GrantsPerSecond(DateTimeOffset now)
    {
        Slot(now);
        return granted.Sum() / (double)Seconds;
    }

    public double SettledPerSecond(DateTimeOffset now)
    {
        Slot(now);
        return settled.Sum() / (double)Seconds;
    }

    private int Slot(DateTimeOffset now)
    {
        var current = now.ToUnixTimeSeconds();
        for (var each = Math.Max(second + 1, current - Seconds + 1); each <= current; each++)
        {
            granted[each % Seconds] = 0;
            settled[each % Seconds] = 0;
        }

        second = Math.Max(second, current);
        return (int)(current % Seconds);
    }
}
