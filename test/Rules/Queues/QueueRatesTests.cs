namespace GrainJobs.Queues;

public sealed class QueueRatesTests
{
    private static readonly DateTimeOffset Now = DateTimeOffset.UnixEpoch.AddDays(1);

    [Fact]
    public void Counts_of_the_last_minute_are_averaged_and_older_ones_forgotten()
    {
        var rates = new QueueRates();
        for (var each = 0; each < 120; each++)
        {
            rates.CountGranted(Now);
        }

        rates.CountSettled(Now.AddSeconds(30));

        rates.GrantsPerSecond(Now.AddSeconds(30)).Should().Be(2);
        rates.SettledPerSecond(Now.AddSeconds(30)).Should().BeApproximately(1 / 60.0, 1e-9);
        rates.GrantsPerSecond(Now.AddSeconds(60)).Should().Be(0);
        rates.GrantsPerSecond(Now.AddDays(3)).Should().Be(0);
    }
}
