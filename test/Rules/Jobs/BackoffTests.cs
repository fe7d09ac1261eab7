using CsCheck;

namespace GrainJobs.Jobs;

public sealed class BackoffTests
{
    [Theory]
    [InlineData(1, 2)]
    [InlineData(2, 4)]
    [InlineData(3, 8)]
    [InlineData(10, 1024)]
    public void It_doubles(int failures, double seconds) =>
        Backoff.Wait(TimeSpan.FromSeconds(2), failures, 0.5).TotalSeconds.Should().BeApproximately(seconds, 1e-6);

    [Fact]
    public void It_stays_within_a_fifth_and_a_day() =>
        Gen.Select(Gen.Int[0, 10_000_000].Select(ms => ms / 1000.0), Gen.Int[1, 100], Gen.Double[0, 1]).Sample((first, failures, jitter) =>
        {
            var exact = Math.Min(first * Math.Pow(2, Math.Min(failures, 40) - 1), 1e12);
            var wait = Backoff.Wait(TimeSpan.FromSeconds(first), failures, jitter).TotalSeconds;
            return wait >= Math.Min(exact * 0.8, 86_400) - 1e-3 && wait <= Math.Min(exact * 1.2, 86_400) + 1e-3;
        });

    [Fact]
    public void Jitter_spreads_over_the_whole_fifth()
    {
        Backoff.Wait(TimeSpan.FromSeconds(10), 1, 0).TotalSeconds.Should().BeApproximately(8, 1e-6);
        Backoff.Wait(TimeSpan.FromSeconds(10), 1, 1).TotalSeconds.Should().BeApproximately(12, 1e-6);
    }
}
