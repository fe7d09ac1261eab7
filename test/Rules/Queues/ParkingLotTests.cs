namespace GrainJobs.Queues;

public sealed class ParkingLotTests
{
    private static readonly DateTimeOffset Now = DateTimeOffset.UnixEpoch;
    private readonly ParkingLot lot = new();
    private readonly Waiter one = new();
    private readonly Waiter other = new();

    [Fact]
    public void Only_those_whom_a_lane_concerns_leave_and_a_ticket_is_used_once()
    {
        lot.Park(one, ["a", "b"], new("w1"), Now);
        lot.Park(other, ["c"], new("w2"), Now);

        (lot.Wants("a"), lot.Wants("c"), lot.Wants("x")).Should().Be((true, true, false));
        lot.Leave(["b", "x"], Now).Should().Equal(one);
        lot.Leave(["b"], Now).Should().BeEmpty();
        lot.Leave(["c"], Now).Should().Equal(other);
        lot.Count.Should().Be(0);
    }

    [Fact]
    public void Who_takes_any_lane_is_woken_by_any()
    {
        lot.Park(one, [], new("w1"), Now);

        lot.Wants("whatever").Should().BeTrue();
        lot.Leave(["whatever"], Now).Should().Equal(one);
    }

    [Fact]
    public void One_holder_with_several_tickets_is_woken_once()
    {
        lot.Park(one, ["a"], new("w1"), Now);
        lot.Park(one, ["b"], new("w2"), Now);

        lot.Count.Should().Be(2);
        lot.Leave(["a", "b"], Now).Should().Equal(one);
    }

    [Fact]
    public void A_ticket_not_renewed_is_void()
    {
        lot.Park(one, ["a"], new("w1"), Now);
        lot.Park(other, ["a"], new("w2"), Now);
        lot.Park(other, ["a"], new("w2"), Now.AddSeconds(30));

        lot.Leave(["a"], Now + ParkingLot.Validity + TimeSpan.FromSeconds(1)).Should().Equal(other);
    }

    [Fact]
    public void Void_tickets_are_swept_and_no_longer_count_as_workers()
    {
        lot.Park(one, ["a"], new("w1"), Now);
        lot.Park(other, ["a"], new("w2"), Now.AddSeconds(30));

        lot.Sweep(Now + ParkingLot.Validity + TimeSpan.FromSeconds(1));

        lot.Workers.Should().ContainSingle().Which.Value.Should().Be("w2");
    }

    [Fact]
    public void A_full_lot_still_renews_those_who_wait_in_it()
    {
        for (var number = 0; number < 10_000; number++)
        {
            lot.Park(other, ["lane" + number], new("w2"), Now);
        }

        lot.Park(one, ["a"], new("w1"), Now);
        lot.Park(other, ["lane0"], new("w2"), Now.AddSeconds(30));

        lot.Count.Should().Be(10_000);
        lot.Leave(["lane0"], Now + ParkingLot.Validity + TimeSpan.FromSeconds(1)).Should().Equal(other);
    }

    private sealed class Waiter : IQueueObserver
    {
        public Task Ready(QueueName queue, int count) => Task.CompletedTask;
    }
}
