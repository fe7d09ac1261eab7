namespace GrainJobs.Queues;

/// <summary>A token bucket: so many a second, at most one second's worth saved up.</summary>
internal sealed class RateLimit(double perSecond)
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromDays(1);

    private double tokens = Math.Max(1, perSecond);
    private DateTimeOffset filledAt;

    public double PerSecond => perSecond;

    /// <summary>How many may go now.</summary>
    public int Available(DateTimeOffset now)
    {
        if (filledAt != default && now > filledAt)
        {
            tokens = Math.Min(Math.Max(1, perSecond), tokens + ((now - filledAt).TotalSeconds * perSecond));
        }

        filledAt = now > filledAt ? now : filledAt;
        return (int)tokens;
    }

    /// <summary>Whether as much is saved up as ever can be.</summary>
    public bool IsFull(DateTimeOffset now) => Available(now) >= (int)Math.Max(1, perSecond) && tokens >= Math.Max(1, perSecond);

    public void Spend(int count) => tokens -= count;

    /// <summary>How long until one may go.</summary>
    public TimeSpan UntilNext => tokens >= 1 ? TimeSpan.Zero : TimeSpan.FromSeconds(Math.Min((1 - tokens) / perSecond, LongestWait.TotalSeconds));
}
