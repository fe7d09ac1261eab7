using Microsoft.Extensions.Time.Testing;

namespace GrainJobs.Time;

public sealed class ClockTests
{
    private static readonly DateTimeOffset Start = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Every_answer_is_later_than_the_one_before_even_when_no_time_passes()
    {
        var clock = new Clock(new FakeTimeProvider(Start));

        var answers = Enumerable.Range(0, 1_000).Select(_ => clock.Now()).ToArray();

        answers.Should().BeInAscendingOrder().And.OnlyHaveUniqueItems();
        answers.Should().OnlyContain(each => each.Ticks % TimeSpan.TicksPerMicrosecond == 0, "the database keeps microseconds");
        answers[^1].Should().BeCloseTo(Start, TimeSpan.FromMilliseconds(2));
    }

    [Fact]
    public async Task Answers_are_unique_over_threads_and_each_thread_sees_them_rise()
    {
        var clock = new Clock(TimeProvider.System);

        var threads = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => Enumerable.Range(0, 20_000).Select(_ => clock.Now()).ToArray())));

        threads.Should().AllSatisfy(answers => answers.Should().BeInAscendingOrder());
        threads.SelectMany(answers => answers).Should().OnlyHaveUniqueItems();
    }

    [Fact]
    public void It_follows_the_time_that_passes()
    {
        var time = new FakeTimeProvider(Start);
        var clock = new Clock(time);

        time.Advance(TimeSpan.FromMinutes(10));

        clock.Now().Should().BeCloseTo(Start.AddMinutes(10), TimeSpan.FromMilliseconds(5));
    }

    [Theory]
    [InlineData(3_600)]
    [InlineData(-3_600)]
    public void A_jump_of_the_wall_clock_moves_nothing(double jumpSeconds)
    {
        var wall = new JumpingTime(Start);
        var clock = new Clock(wall);
        clock.Now();

        wall.Jump(TimeSpan.FromSeconds(jumpSeconds));
        wall.Pass(TimeSpan.FromSeconds(10));

        clock.Now().Should().BeCloseTo(Start.AddSeconds(10), TimeSpan.FromMilliseconds(20));
    }

    [Theory]
    [InlineData(0.05)]
    [InlineData(-0.05)]
    public void A_small_drift_of_the_wall_clock_is_taken_up_slowly(double driftSeconds)
    {
        var wall = new JumpingTime(Start);
        var clock = new Clock(wall);
        wall.Jump(TimeSpan.FromSeconds(driftSeconds));

        var last = clock.Now();
        for (var second = 0; second < 120; second++)
        {
            wall.Pass(TimeSpan.FromSeconds(1));
            var now = clock.Now();
            (now - last).Should().BeCloseTo(TimeSpan.FromSeconds(1), TimeSpan.FromMilliseconds(2));
            last = now;
        }

        last.Should().BeCloseTo(wall.GetUtcNow(), TimeSpan.FromMilliseconds(2));
    }
}
