using GrainJobs.Queues;

namespace GrainJobs.Silos;

public sealed class DeskMapTests
{
    private const ushort Queue = 7;

    private static readonly string[] Silos = ["10.0.0.1:1@1", "10.0.0.2:1@1", "10.0.0.3:1@1"];

    private readonly DeskMap map = DeskMap.Of([.. Enumerable.Range(0, 12).Select(key => ((long)key, (string?)Silos[key % Silos.Length]))])!;

    [Fact]
    public void With_one_silo_or_a_silent_one_there_is_no_map()
    {
        DeskMap.Of([(0, "a"), (1, "a")]).Should().BeNull();
        DeskMap.Of([(0, "a"), (1, "b"), (2, null)]).Should().BeNull();
        DeskMap.Of([]).Should().BeNull();
    }

    [Fact]
    public void A_queue_s_calls_go_to_its_home_by_all_the_keys_that_lead_there()
    {
        var home = Silos.MaxBy(silo => QueueHome.Weight(Queue, QueueHome.SeedOf(silo)));

        map.Nearest(Queue).Silo.Should().Be(home);
        map.Home(Queue).Silo.Should().Be(home);
        Enumerable.Range(0, 8).Select(_ => map.Nearest(Queue).NextKey()).Distinct().Should().HaveCount(4).And.OnlyContain(key => Silos[key % 3] == home);
    }

    [Fact]
    public void A_few_calls_make_no_home_busy()
    {
        map.Nearest(Queue).Begin(DeskMap.FewestForBusy);

        map.Nearest(Queue).Should().Be(map.Home(Queue));
    }

    [Fact]
    public void One_hot_queue_uses_all_silos_and_no_more_than_a_quarter_over_the_average()
    {
        for (var call = 0; call < 3_000; call++)
        {
            map.Nearest(Queue).Begin(1);
        }

        int[] open = [.. Enumerable.Range(0, ushort.MaxValue).Select(queue => map.Home((ushort)queue)).Distinct().Select(silo => silo.Open)];
        open.Should().HaveCount(Silos.Length).And.OnlyContain(each => each > 0 && each <= (1_000 * DeskMap.BusyAt) + 1);
    }

    [Fact]
    public void What_has_ended_counts_no_more()
    {
        var home = map.Nearest(Queue);
        home.Begin(1_000);
        map.Nearest(Queue).Should().NotBe(home);

        home.End(1_000);
        map.Nearest(Queue).Should().Be(home);
    }
}
