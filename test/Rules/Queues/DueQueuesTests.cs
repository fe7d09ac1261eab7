using Microsoft.Extensions.Time.Testing;

namespace GrainJobs.Queues;

public sealed class DueQueuesTests
{
    private static readonly QueueName Queue = new("q");
    private readonly FakeTimeProvider time = new(DateTimeOffset.UnixEpoch.AddDays(1));
    private readonly List<DateTimeOffset> reads = [];
    private TimeSpan takes = TimeSpan.FromMilliseconds(20);

    [Fact]
    public async Task What_takes_long_is_read_rarely_but_before_anything_falls_due_that_was_not_known()
    {
        DueQueues due = new(Read, time);
        for (var second = 0; second < 61; second++)
        {
            (await due.At(time.GetUtcNow())).Should().Equal(Queue);
            time.Advance(TimeSpan.FromSeconds(1));
        }

        reads.Should().HaveCountLessThanOrEqualTo(5, "20 ms a time may rest for 15 s");
        reads.Zip(reads.Skip(1), (one, next) => next - one).Should().OnlyContain(pause => pause < DueQueues.Ahead - TimeSpan.FromSeconds(5));
    }

    [Fact]
    public async Task What_is_quick_is_read_each_time()
    {
        takes = TimeSpan.FromMilliseconds(1);
        DueQueues due = new(Read, time);
        for (var round = 0; round < 4; round++)
        {
            await due.At(time.GetUtcNow());
            time.Advance(TimeSpan.FromSeconds(1.5));
        }

        reads.Should().HaveCount(4);
    }

    [Fact]
    public async Task After_a_change_of_the_cluster_or_a_failure_the_next_one_reads()
    {
        DueQueues due = new(Read, time);
        await due.At(time.GetUtcNow());
        due.Forget();
        await due.At(time.GetUtcNow());
        reads.Should().HaveCount(2);

        DueQueues failing = new(_ => throw new TimeoutException(), time);
        await failing.Invoking(each => each.At(time.GetUtcNow())).Should().ThrowAsync<TimeoutException>();
        await failing.Invoking(each => each.At(time.GetUtcNow())).Should().ThrowAsync<TimeoutException>();
    }

    [Fact]
    public void A_queue_that_goes_to_sleep_knows_that_nothing_is_due_before_it_is_found()
    {
        var aRound = TimeSpan.FromSeconds(7);
        (DueQueues.LongestRest + aRound).Should().BeLessThan(DueQueues.Ahead, "what falls due is found before it is due");
        (DueQueues.LongestRest + aRound).Should().BeLessThan(ScheduledEntries.FillBefore, "also when its queue went to sleep just after the last reading");
    }

    private Task<IReadOnlyList<QueueName>> Read(DateTimeOffset dueBefore)
    {
        reads.Add(time.GetUtcNow());
        dueBefore.Should().Be(time.GetUtcNow() + DueQueues.Ahead);
        time.Advance(takes);
        return Task.FromResult<IReadOnlyList<QueueName>>([Queue]);
    }
}
