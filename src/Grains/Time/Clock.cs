namespace GrainJobs.Time;

/// <summary>
/// The process's clock: UTC in microseconds, strictly increasing, so that what is submitted one after another stays in order.
/// It follows the monotonic timer from the wall clock's reading at start and takes up the wall clock's drift slowly; a jump of the wall clock moves nothing.
/// </summary>
internal sealed class Clock(TimeProvider time)
{
    private static readonly TimeSpan SlewEvery = TimeSpan.FromSeconds(1);
    private static readonly long SlewTicks = TimeSpan.FromMilliseconds(1).Ticks;

    private readonly long startedTicks = time.GetUtcNow().UtcTicks;
    private readonly long startedStamp = time.GetTimestamp();
    private long slew;
    private long nextSlew;
    private long last;

    /// <summary>What it goes by, for timers.</summary>
    public TimeProvider Provider => time;

    /// <summary>Now; never equal to or before an earlier answer.</summary>
    public DateTimeOffset Now()
    {
        var ticks = Ticks();
        while (true)
        {
            var before = Interlocked.Read(ref last);
            var next = Math.Max(ticks, before + TimeSpan.TicksPerMicrosecond);
            if (Interlocked.CompareExchange(ref last, next, before) == before)
            {
                return new(next, TimeSpan.Zero);
            }
        }
    }

    private long Ticks()
    {
        var elapsed = time.GetElapsedTime(startedStamp);
        if (elapsed.Ticks >= Interlocked.Read(ref nextSlew))
        {
            Interlocked.Exchange(ref nextSlew, (elapsed + SlewEvery).Ticks);
            var off = time.GetUtcNow().UtcTicks - (startedTicks + elapsed.Ticks + Interlocked.Read(ref slew));
            Interlocked.Add(ref slew, Math.Clamp(off, -SlewTicks, SlewTicks));
        }

        var ticks = startedTicks + elapsed.Ticks + Interlocked.Read(ref slew);
        return ticks - (ticks % TimeSpan.TicksPerMicrosecond);
    }
}
