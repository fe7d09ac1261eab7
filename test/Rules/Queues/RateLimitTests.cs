using CsCheck;

namespace GrainJobs.Queues;

public sealed class RateLimitTests
{
    private static readonly DateTimeOffset Now = DateTimeOffset.UnixEpoch.AddDays(1);

    [Fact]
    public void A_seconds_worth_goes_at_once_and_then_the_rate_holds()
    {
        var limit = new RateLimit(5);

        limit.Available(Now).Should().Be(5);
        limit.Spend(5);
        limit.Available(Now).Should().Be(0);
        limit.UntilNext.Should().Be(TimeSpan.FromMilliseconds(200));
        limit.Available(Now.AddMilliseconds(200)).Should().Be(1);
        limit.Available(Now.AddHours(1)).Should().Be(5, "no more than a second's worth is saved up");
    }

    [Fact]
    public void Less_than_one_a_second_still_grants_one()
    {
        var limit = new RateLimit(0.1);

        limit.Available(Now).Should().Be(1);
        limit.Spend(1);
        limit.Available(Now.AddSeconds(9)).Should().Be(0);
        limit.Available(Now.AddSeconds(10.1)).Should().Be(1);
    }

    [Fact]
    public void The_wait_for_the_next_is_bounded_whatever_the_rate()
    {
        var limit = new RateLimit(1e-300);
        limit.Available(Now);
        limit.Spend(1);

        limit.UntilNext.Should().Be(TimeSpan.FromDays(1));
    }

    [Fact]
    public void A_clock_that_steps_back_gives_nothing_away()
    {
        var limit = new RateLimit(5);
        limit.Available(Now);
        limit.Spend(5);

        limit.Available(Now.AddSeconds(-10)).Should().Be(0);
        limit.Available(Now).Should().Be(0);
    }

    [Fact]
    public void Over_any_time_no_more_than_rate_times_time_and_a_second_are_granted() =>
        Gen.Select(Gen.Double[0.5, 50], Gen.Int[1, 400].Array[1, 200]).Sample((perSecond, gaps) =>
        {
            var limit = new RateLimit(perSecond);
            var now = Now;
            var granted = 0;
            foreach (var gap in gaps)
            {
                now = now.AddMilliseconds(gap);
                var available = limit.Available(now);
                limit.Spend(available);
                granted += available;
            }

            return granted <= ((now - Now).TotalSeconds * perSecond) + Math.Max(1, perSecond) + 0.001;
        });
}
