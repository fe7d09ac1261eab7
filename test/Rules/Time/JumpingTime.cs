namespace GrainJobs.Time;

/// <summary>A wall clock that an operator sets, over a timer that runs on.</summary>
internal sealed class JumpingTime(DateTimeOffset start) : TimeProvider
{
    private TimeSpan passed;
    private TimeSpan jumped;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public void Pass(TimeSpan time) => passed += time;

    public void Jump(TimeSpan by) => jumped += by;

    public override DateTimeOffset GetUtcNow() => start + passed + jumped;

    public override long GetTimestamp() => passed.Ticks;
}
