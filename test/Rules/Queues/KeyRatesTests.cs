using CsCheck;

namespace GrainJobs.Queues;

public sealed class KeyRatesTests
{
    private static readonly DateTimeOffset Now = DateTimeOffset.UnixEpoch.AddDays(1);

    [Fact]
    public void Each_key_has_its_own_rate_and_is_named_when_it_may_go_again()
    {
        var rates = new KeyRates { PerSecond = 2 };
        rates.Spend("a", Now);
        rates.Spend("a", Now);

        rates.MayGo("a", Now).Should().BeFalse();
        rates.MayGo("b", Now).Should().BeTrue();
        rates.Await("a", Now);
        rates.Await("a", Now);
        rates.NextDue.Should().Be(Now.AddMilliseconds(500));
        rates.TakeDue(Now.AddMilliseconds(499)).Should().BeEmpty();
        rates.TakeDue(Now.AddMilliseconds(500)).Should().Equal("a");
        rates.MayGo("a", Now.AddMilliseconds(500)).Should().BeTrue();
        rates.NextDue.Should().BeNull();
    }

    [Fact]
    public void Without_a_rate_nothing_waits_and_nothing_is_remembered()
    {
        var rates = new KeyRates();
        rates.Spend("a", Now);

        rates.MayGo("a", Now).Should().BeTrue();
        rates.Count.Should().Be(0);
    }

    [Fact]
    public void A_new_rate_begins_afresh_and_nobody_waits_for_the_old_one()
    {
        var rates = new KeyRates { PerSecond = 0.001 };
        rates.Spend("a", Now);
        rates.Await("a", Now);

        rates.PerSecond = 1;

        rates.MayGo("a", Now).Should().BeTrue();
        rates.NextDue.Should().BeNull();
    }

    [Fact]
    public void Keys_whose_bucket_is_full_again_are_forgotten()
    {
        var rates = new KeyRates { PerSecond = 10 };
        for (var number = 0; number < 100_000; number++)
        {
            rates.Spend($"key-{number}", Now.AddMilliseconds(number));
        }

        rates.Count.Should().BeLessThan(3_000);
    }

    [Fact]
    public void Over_any_time_no_key_gets_more_than_its_rate_and_one_second() =>
        Gen.Select(Gen.Double[0.5, 20], Gen.Select(Gen.Int[0, 200], Gen.Int[0, 3]).Array[1, 300]).Sample((perSecond, asks) =>
        {
            var rates = new KeyRates { PerSecond = perSecond };
            var now = Now;
            var granted = new int[4];
            foreach (var (gap, key) in asks)
            {
                now = now.AddMilliseconds(gap);
                if (rates.MayGo($"{key}", now))
                {
                    rates.Spend($"{key}", now);
                    granted[key]++;
                }
            }

            return granted.All(count => count <= ((now - Now).TotalSeconds * perSecond) + Math.Max(1, perSecond) + 0.001);
        });
}
