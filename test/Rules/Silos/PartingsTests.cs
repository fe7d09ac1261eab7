using Microsoft.Extensions.Time.Testing;

namespace GrainJobs.Silos;

public sealed class PartingsTests
{
    private static readonly SiloAddress One = SiloAddress.FromParsableString("10.0.0.1:11111@1");
    private static readonly SiloAddress Other = SiloAddress.FromParsableString("10.0.0.2:11111@1");

    private readonly FakeTimeProvider time = new();
    private readonly KnownSilos silos = new();
    private readonly Partings partings;

    public PartingsTests() => partings = new(silos, time);

    [Fact]
    public void Who_said_that_it_leaves_is_remembered_for_a_minute()
    {
        Hear(One, SiloStatus.ShuttingDown);
        Hear(One, SiloStatus.Dead);

        partings.Recent().Should().Equal(One);
        time.Advance(TimeSpan.FromMinutes(1));
        partings.Recent().Should().Equal(One);
        time.Advance(TimeSpan.FromSeconds(1));
        partings.Recent().Should().BeEmpty();
    }

    [Fact]
    public void Who_takes_longer_to_leave_is_not_forgotten()
    {
        Hear(One, SiloStatus.Stopping);

        time.Advance(TimeSpan.FromMinutes(10));
        partings.Recent().Should().Equal(One);
    }

    [Fact]
    public void Who_died_did_not_say_so()
    {
        Hear(One, SiloStatus.Active);
        Hear(One, SiloStatus.Dead);
        Hear(Other, SiloStatus.Joining);

        partings.Recent().Should().BeEmpty();
    }

    private void Hear(SiloAddress silo, SiloStatus status)
    {
        silos[silo] = status;
        partings.SiloStatusChangeNotification(silo, status);
    }

    /// <summary>What the runtime knows of the cluster's silos, as far as it is asked here.</summary>
    private sealed class KnownSilos : Dictionary<SiloAddress, SiloStatus>, ISiloStatusOracle
    {
        public SiloStatus CurrentStatus => SiloStatus.Active;

        public string SiloName => "one";

        public SiloAddress SiloAddress => One;

        public SiloStatus GetApproximateSiloStatus(SiloAddress siloAddress) => this.GetValueOrDefault(siloAddress);

        public Dictionary<SiloAddress, SiloStatus> GetApproximateSiloStatuses(bool onlyActive = false) => new(this);

        public SiloAddress[] GetActiveSilos() => throw new NotSupportedException();

        public bool TryGetSiloName(SiloAddress siloAddress, out string siloName) => throw new NotSupportedException();

        public bool IsFunctionalDirectory(SiloAddress siloAddress) => throw new NotSupportedException();

        public bool IsDeadSilo(SiloAddress silo) => throw new NotSupportedException();

        public bool SubscribeToSiloStatusEvents(ISiloStatusListener observer) => throw new NotSupportedException();

        public bool UnSubscribeFromSiloStatusEvents(ISiloStatusListener observer) => throw new NotSupportedException();
    }
}
