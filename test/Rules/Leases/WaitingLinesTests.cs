namespace GrainJobs.Leases;

public sealed class WaitingLinesTests
{
    private readonly WaitingLines lines = new();

    [Fact]
    public void Nothing_is_left_of_a_queue_for_which_nobody_waits_any_more()
    {
        var places = Enumerable.Range(0, 100).Select(number => (Queue: $"q{number % 10}", Lanes: $"lane{number % 3}", Place: new WaitingPlace())).ToArray();
        Array.ForEach(places, each => lines.Join(each.Queue, each.Lanes, each.Place));
        lines.Count.Should().Be(10);

        Array.ForEach(places[..^1], each => lines.Leave(each.Queue, each.Lanes, each.Place));
        lines.Count.Should().Be(1);
        lines.Leave(places[^1].Queue, places[^1].Lanes, places[^1].Place);
        lines.Count.Should().Be(0);
        lines.Wake("q0", 1);
    }

    [Fact]
    public void A_queue_wakes_those_who_wait_for_it_in_their_order_and_no_others()
    {
        WaitingPlace first = new(), second = new(), other = new();
        lines.Join("q", "", first);
        lines.Join("q", "", second);
        lines.Join("p", "", other);

        lines.Wake("q", 1);
        (first.IsWoken, second.IsWoken, other.IsWoken).Should().Be((true, false, false));
        lines.Leave("q", "", first);
        second.IsWoken.Should().BeTrue("a wake that was not used is the next one's");
    }
}
