using Microsoft.Extensions.Time.Testing;

namespace GrainJobs.Time;

public sealed class SteadyTimeTests
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);
    private readonly FakeTimeProvider wall = new(Noon);

    [Fact]
    public void It_goes_on_evenly_when_the_wall_clock_is_set()
    {
        var steady = new SteadyTime(wall);
        wall.Advance(TimeSpan.FromSeconds(1));
        var before = steady.GetUtcNow();

        wall.AdjustTime(Noon - TimeSpan.FromHours(1));

        steady.GetUtcNow().Should().BeAfter(before).And.BeCloseTo(before, TimeSpan.FromMilliseconds(10));
    }
}
