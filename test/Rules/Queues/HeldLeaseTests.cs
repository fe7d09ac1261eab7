using GrainJobs.Leases;
using GrainJobs.Workers;

namespace GrainJobs.Queues;

public sealed class HeldLeaseTests
{
    private static readonly DateTimeOffset Now = DateTimeOffset.UnixEpoch;

    [Fact]
    public void Each_of_the_clocks_ends_it_by_its_own_name()
    {
        Ends(Lease(expires: 0)).Should().Be(LeaseEnd.Lost);
        Ends(Lease(runs: 0)).Should().Be(LeaseEnd.TimeLimit);
        Ends(Lease(cancel: 0)).Should().Be(LeaseEnd.CancelLimit);
        Ends(Lease(deadline: 0)).Should().Be(LeaseEnd.Deadline);
        Ends(Lease(expires: 1, runs: 1, cancel: 1, deadline: 1)).Should().BeNull();
    }

    [Fact]
    public void What_is_being_ended_is_not_ended_again()
    {
        var lease = Lease(expires: 0);
        lease.IsEnding = true;

        Ends(lease).Should().BeNull();
    }

    [Fact]
    public void The_next_end_is_the_soonest_clock()
    {
        Lease(expires: 5, runs: 3, deadline: 4).NextEnd.Should().Be(Now.AddSeconds(3));
        Lease(expires: 5).NextEnd.Should().Be(Now.AddSeconds(5));
    }

    private static LeaseEnd? Ends(HeldLease lease) => lease.EndedBy(Now);

    private static HeldLease Lease(double expires = 30, double? runs = null, double? cancel = null, double? deadline = null) => new()
    {
        Id = "a",
        Token = new("t"),
        Worker = new WorkerId("w"),
        Key = "",
        GrantedAt = Now.AddSeconds(-1),
        ExpiresAt = Now.AddSeconds(expires),
        RunsUntil = runs is { } limit ? Now.AddSeconds(limit) : null,
        CancelUntil = cancel is { } until ? Now.AddSeconds(until) : null,
        Deadline = deadline is { } last ? Now.AddSeconds(last) : null,
    };
}
