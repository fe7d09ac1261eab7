namespace GrainJobs.Queues;

public sealed class RecoveryGraceTests
{
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(30);

    [Fact]
    public void Up_to_three_recoveries_running_give_a_grace()
    {
        RecoveryGrace.NoGraceBefore(At(0), Lease).Should().BeNull();
        RecoveryGrace.NoGraceBefore(At(0, 10, 20), Lease).Should().BeNull();
    }

    [Fact]
    public void The_fourth_gives_none_to_leases_from_before_the_first_of_the_row() =>
        RecoveryGrace.NoGraceBefore(At(0, 100, 110, 120, 130), Lease).Should().Be(At(100)[0]);

    [Fact]
    public void A_pause_as_long_as_a_lease_ends_the_row() =>
        RecoveryGrace.NoGraceBefore(At(0, 10, 20, 50, 60), Lease).Should().BeNull();

    [Fact]
    public void What_is_remembered_is_bounded_and_enough()
    {
        List<DateTimeOffset> noted = [];
        for (var second = 0; second < 100; second++)
        {
            noted = RecoveryGrace.Note(noted, At(second)[0]);
        }

        noted.Count.Should().BeLessThanOrEqualTo(RecoveryGrace.Most + 3);
        noted[^1].Should().Be(At(99)[0]);
        RecoveryGrace.NoGraceBefore(noted, Lease).Should().Be(noted[0]);
    }

    [Theory]
    [InlineData(30, 20)]
    [InlineData(6, 4)]
    [InlineData(4, 3)]
    [InlineData(2, 2)]
    public void A_grace_is_two_thirds_of_a_lease_but_never_too_short_for_a_worker_to_come_back(double lease, double grace) =>
        RecoveryGrace.Of(TimeSpan.FromSeconds(lease)).Should().Be(TimeSpan.FromSeconds(grace));

    private static DateTimeOffset[] At(params double[] seconds) => [.. seconds.Select(each => DateTimeOffset.UnixEpoch.AddSeconds(each))];
}
