namespace GrainJobs.Queues;

public sealed class QueueOutboxTests
{
    [Fact]
    public void The_first_put_starts_a_carrier_and_an_empty_take_ends_it()
    {
        var box = new QueueOutbox();

        box.Put(each => each.Withdrawn.Add("a")).Should().BeTrue();
        box.Put(each => each.Withdrawn.Add("b")).Should().BeFalse();
        box.Take()!.Withdrawn.Should().Equal("a", "b");
        box.Put(each => each.Withdrawn.Add("c")).Should().BeFalse("the carrier is still under way");
        box.Take()!.Withdrawn.Should().Equal("c");
        box.Take().Should().BeNull();
        box.Put(each => each.Withdrawn.Add("d")).Should().BeTrue();
    }

    [Fact]
    public void What_does_not_fit_is_dropped_never_kept_without_bound()
    {
        var box = new QueueOutbox();
        for (var each = 0; each < 100_100; each++)
        {
            box.Put(full => full.Withdrawn.Add("x"));
        }

        box.Take()!.Withdrawn.Should().HaveCount(100_000);
    }
}
