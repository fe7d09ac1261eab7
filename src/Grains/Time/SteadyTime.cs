namespace GrainJobs.Time;

/// <summary>
/// A silo's time for everything that runs in it, the runtime included: it goes on evenly whatever is done to the wall clock, and follows it
/// slowly. With the wall clock itself the runtime activates no grain any more once that was set back.
/// </summary>
public sealed class SteadyTime : TimeProvider
{
    private readonly Clock clock;

    /// <param name="wall">What it starts from and follows.</param>
    public SteadyTime(TimeProvider wall) => clock = new(wall);

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => clock.Now();
}
