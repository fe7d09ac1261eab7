using CsCheck;

namespace GrainJobs.Queues;

/// <summary>The bounded window against a model that keeps everything sorted: whatever happens while rows are read, nothing is lost, doubled or out of order.</summary>
public sealed class ReadyLinesTests
{
    [Fact]
    public void Every_entry_comes_out_once_and_in_order() =>
        Gen.Select(Gen.Int[1, 9], Gen.Select(Gen.Int[0, 11], Gen.Int[0, 1_000], Gen.Int[0, 1_000]).Array[1, 150]).Sample(
            (window, steps) =>
            {
                var model = new ReadyLinesModel(window);
                foreach (var (kind, one, other) in steps)
                {
                    model.Step(kind, one, other);
                    model.CheckHeads();
                }

                model.CheckDrained();
            },
            iter: 3_000);

    [Fact]
    public void Ten_thousand_waiting_entries_cost_a_window_of_memory()
    {
        var lines = new ReadyLines(100);
        for (var number = 0; number < 10_000; number++)
        {
            lines.Add(Entry(number));
        }

        lines.Count.Should().Be(100);
        lines.HasBeyond.Should().BeTrue();
        lines.First([])!.Id.Should().Be("e00000");
    }

    [Fact]
    public void Higher_priority_goes_first_then_the_longest_waiting_then_the_id()
    {
        var lines = new ReadyLines(10);
        QueueEntry[] entries = [Entry(1) with { Id = "b" }, Entry(1) with { Id = "a" }, Entry(0), Entry(9) with { Priority = 1 }, Entry(0) with { Id = "low", Priority = -1 }];
        foreach (var entry in entries)
        {
            lines.Add(entry);
        }

        var order = new List<string>();
        while (lines.First([]) is { } first)
        {
            order.Add(first.Id);
            lines.Remove(first.Id);
        }

        order.Should().Equal("e00009", "e00000", "a", "b", "low");
    }

    [Fact]
    public void A_blocked_key_is_passed_over_and_keeps_its_place()
    {
        var lines = new ReadyLines(10);
        lines.Add(Entry(0) with { Key = "k" });
        lines.Add(Entry(1) with { Key = "k", Lane = "other" });
        lines.Add(Entry(2));

        lines.Block("k");
        lines.First([])!.Id.Should().Be("e00002");
        lines.Add(Entry(3) with { Key = "k", Priority = 5 });
        lines.First([])!.Id.Should().Be("e00002");
        lines.OpenLanes.Should().Equal("work");
        lines.Unblock("k");
        lines.First([])!.Id.Should().Be("e00003");
        lines.First(["other"])!.Id.Should().Be("e00001");
        lines.OpenLanes.Should().BeEquivalentTo("work", "other");
    }

    [Fact]
    public void Only_the_lanes_asked_for_are_served()
    {
        var lines = new ReadyLines(10);
        lines.Add(Entry(0) with { Lane = "a" });
        lines.Add(Entry(1) with { Lane = "b" });

        lines.First(["b", "c"])!.Id.Should().Be("e00001");
        lines.First(["c"]).Should().BeNull();
        lines.First([])!.Id.Should().Be("e00000");
    }

    [Fact]
    public void An_entry_evicted_while_its_line_is_read_is_not_lost()
    {
        var lines = new ReadyLines(2);
        var line = lines.Line(new("work", ""));
        line.SetHorizon(Entry(100));
        line.BeginRefill();
        lines.Add(Entry(1));
        lines.Add(Entry(2));
        lines.Add(Entry(0));

        lines.Refill(line, [Entry(101)], isEnd: true, _ => false);

        Drain(lines).Should().StartWith(["e00000", "e00001"]);
        lines.HasBeyond.Should().BeTrue("what does not fit any more is in the rows and must be read again");
    }

    private static List<string> Drain(ReadyLines lines)
    {
        var order = new List<string>();
        while (lines.First([]) is { } first)
        {
            order.Add(first.Id);
            lines.Remove(first.Id);
        }

        return order;
    }

    private static QueueEntry Entry(int number) => new()
    {
        Id = $"e{number:D5}",
        Lane = "work",
        Priority = 0,
        ReadyAt = DateTimeOffset.UnixEpoch.AddSeconds(number),
    };
}
