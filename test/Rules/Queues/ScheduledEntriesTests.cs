using CsCheck;

namespace GrainJobs.Queues;

public sealed class ScheduledEntriesTests
{
    private static readonly DateTimeOffset Now = DateTimeOffset.UnixEpoch;
    private readonly ScheduledEntries entries = new();

    [Fact]
    public void What_is_due_comes_in_order_of_its_time()
    {
        entries.Fill([Entry("b", 2), Entry("a", 1), Entry("c", 30)], Now.AddSeconds(60));

        entries.NextDue.Should().Be(Now.AddSeconds(1));
        entries.TakeDue(Now.AddSeconds(2), 100).Select(each => each.Id).Should().Equal("a", "b");
        entries.NextDue.Should().Be(Now.AddSeconds(30));
    }

    [Fact]
    public void Nothing_is_taken_before_its_time()
    {
        entries.Fill([Entry("a", 1)], Now.AddSeconds(60));

        entries.TakeDue(Now.AddSeconds(0.999_999), 100).Should().BeEmpty();
    }

    [Fact]
    public void Only_the_near_future_is_in_memory()
    {
        entries.Fill([], Now.AddSeconds(60));

        entries.Add(Entry("near", 59));
        entries.Add(Entry("far", 61));

        entries.Count.Should().Be(1);
        entries.NeedsFill(Now.AddSeconds(29), TimeSpan.Zero).Should().BeFalse();
        entries.NeedsFill(Now.AddSeconds(31), TimeSpan.Zero).Should().BeTrue("before the known future ends, more of it is read");
        entries.NeedsFill(Now.AddSeconds(19), TimeSpan.FromSeconds(10)).Should().BeFalse();
        entries.NeedsFill(Now.AddSeconds(21), TimeSpan.FromSeconds(10)).Should().BeTrue("it would be too little before somebody looks again");
    }

    [Fact]
    public void A_new_time_takes_the_place_of_the_old_one()
    {
        entries.Fill([Entry("a", 1)], Now.AddSeconds(60));
        entries.Add(Entry("a", 40));

        entries.TakeDue(Now.AddSeconds(2), 100).Should().BeEmpty();
        entries.Fill([Entry("a", 20)], Now.AddSeconds(60));
        entries.TakeDue(Now.AddSeconds(20), 100).Should().ContainSingle();

        entries.Fill([Entry("b", 1)], Now.AddSeconds(60));
        entries.Add(Entry("b", 600));
        entries.Count.Should().Be(0, "a later time beyond the horizon leaves memory");
    }

    [Fact]
    public void What_was_withdrawn_does_not_come()
    {
        entries.Fill([Entry("a", 1)], Now.AddSeconds(60));

        entries.Remove("a");

        entries.TakeDue(Now.AddSeconds(60), 100).Should().BeEmpty();
    }

    [Fact]
    public void Memory_is_bounded_and_what_left_it_is_no_longer_claimed_to_be_known()
    {
        entries.Fill([], Now.AddSeconds(60));
        for (var number = 0; number < (2 * ScheduledEntries.Most) + 500; number++)
        {
            entries.Add(Entry($"e{number:D6}", 59 - (number / 1000.0)));
        }

        entries.Count.Should().Be(2 * ScheduledEntries.Most);
        var lastKnown = Now.AddSeconds(59 - 0.5);
        entries.NeedsFill(lastKnown - TimeSpan.FromSeconds(29), TimeSpan.Zero).Should().BeTrue();
    }

    [Fact]
    public void Everything_due_comes_once_however_it_was_told() =>
        Gen.Select(Gen.Int[0, 15], Gen.Int[0, 90], Gen.Int[0, 3]).Array[0, 60].Sample(steps =>
        {
            var tested = new ScheduledEntries();
            tested.Fill([], Now.AddSeconds(60));
            var model = new Dictionary<string, int>();
            foreach (var (id, due, kind) in steps)
            {
                var name = "e" + id;
                if (kind == 0)
                {
                    tested.Remove(name);
                    model.Remove(name);
                }
                else
                {
                    tested.Add(Entry(name, due));
                    model[name] = due;
                }
            }

            string[] expected = [.. model.Where(each => each.Value <= 60).OrderBy(each => each.Value).ThenBy(each => each.Key, StringComparer.Ordinal).Select(each => each.Key)];
            return tested.TakeDue(Now.AddSeconds(60), 1_000).Select(each => each.Id).SequenceEqual(expected);
        });

    private static QueueEntry Entry(string id, double dueSeconds) => new() { Id = id, Lane = "work", Priority = 0, ReadyAt = Now.AddSeconds(dueSeconds) };
}
