using GrainJobs.Leases;

namespace GrainJobs.Workers;

public sealed class SettledBoxTests
{
    private readonly SettledBox box = new();

    [Fact]
    public void The_first_put_starts_a_carrier_who_takes_what_gathers_meanwhile()
    {
        box.TryPut(new("a"), out var start).Should().BeTrue();
        start.Should().BeTrue();
        box.TryPut(new("b"), out start).Should().BeTrue();
        start.Should().BeFalse();
        box.Take().Should().Equal(new LeaseToken("a"), new LeaseToken("b"));
        box.TryPut(new("c"), out start).Should().BeTrue();
        start.Should().BeFalse("the carrier is still under way");
        box.Take().Should().Equal(new LeaseToken("c"));
    }

    [Fact]
    public void An_empty_box_is_closed_for_good()
    {
        box.TryPut(new("a"), out _);
        box.Take();
        box.Take().Should().BeEmpty();

        box.TryPut(new("b"), out var start).Should().BeFalse();
        start.Should().BeFalse();
    }

    [Fact]
    public void What_does_not_fit_is_dropped_never_kept_without_bound()
    {
        for (var each = 0; each < 10_100; each++)
        {
            box.TryPut(new("x"), out _);
        }

        box.Take().Should().HaveCount(10_000);
    }
}
