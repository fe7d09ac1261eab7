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
    public void Keys_take_turns_and_each_keeps_its_own_order() =>
        Served("a1 a2 a3 a4 b1 b2 c1 -1 -2").Should().Be("a1 b1 c1 -1 a2 b2 -2 a3 a4");

    [Fact]
    public void A_higher_priority_goes_before_any_turn() =>
        Served("a1 a2 b1 b2 a3!").Should().Be("a3! b1 a1 b2 a2", "its key has had a turn by then");

    [Fact]
    public void A_key_whose_entries_come_one_by_one_holds_up_no_other()
    {
        var lines = new ReadyLines(100);
        foreach (var number in Enumerable.Range(0, 10))
        {
            lines.Add(Entry(number) with { Key = "long" });
        }

        var order = new List<string>();
        for (var number = 10; lines.Contains("e00009"); number++)
        {
            lines.Add(Entry(number) with { Key = "drip" });
            var first = lines.First([])!;
            lines.Serve(first);
            order.Add(first.Key);
            (lines.First([]) is { Key: "drip" } || order.Count < 2 || order[^1] == "drip" || order[^2] == "drip").Should().BeTrue();
        }

        order.Count(key => key == "long").Should().Be(10);
        order.Count(key => key == "drip").Should().BeInRange(8, 11);
    }

    [Fact]
    public void A_blocked_key_gets_one_turn_and_no_more_when_it_is_free_again()
    {
        var lines = new ReadyLines(100);
        foreach (var name in "a1 a2 a3 b1 b2 b3 b4".Split(' '))
        {
            lines.Add(Named(name, 0));
        }

        lines.Block("a");
        lines.Serve(lines.First([])!);
        lines.Serve(lines.First([])!);
        lines.Unblock("a");

        Drained(lines).Should().Be("a1 a2 b3 a3 b4");
    }

    [Fact]
    public void What_is_remembered_of_keys_that_are_gone_is_bounded()
    {
        var turns = new KeyTurns();
        foreach (var number in Enumerable.Range(0, 50_000))
        {
            turns.Advance($"{number}");
            turns.Leave($"{number}");
        }

        turns.Count.Should().BeLessThan(10_001);
    }

    [Fact]
    public void Who_takes_from_a_line_is_told_when_it_must_be_read_on()
    {
        var lines = new ReadyLines(100);
        for (var number = 0; number < 200; number++)
        {
            lines.Add(Entry(number));
        }

        var starving = Enumerable.Range(0, 80).Select(_ =>
        {
            var taken = lines.First([])!;
            lines.Remove(taken.Id);
            return lines.StarvingAmong([taken]).Count;
        });

        starving.Should().Equal([.. Enumerable.Repeat(0, 74), .. Enumerable.Repeat(1, 6)], "a quarter of the window is left after 75");
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

    /// <summary>In which order these are served: key and number; - stands for no key, ! for a higher priority.</summary>
    private static string Served(string names)
    {
        var lines = new ReadyLines(100);
        foreach (var (name, place) in names.Split(' ').Select((name, place) => (name, place)))
        {
            lines.Add(Named(name, place));
        }

        return Drained(lines);
    }

    private static string Drained(ReadyLines lines)
    {
        var order = new List<string>();
        while (lines.First([]) is { } first)
        {
            lines.Serve(first);
            order.Add(first.Id);
        }

        return string.Join(' ', order);
    }

    private static QueueEntry Named(string name, int place) =>
        Entry(place) with { Id = name, Key = name[0] == '-' ? "" : name[..1], Priority = name[^1] == '!' ? 1 : 0 };
}
