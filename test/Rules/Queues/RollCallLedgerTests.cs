namespace GrainJobs.Queues;

public sealed class RollCallLedgerTests
{
    private static readonly DateTimeOffset Now = DateTimeOffset.UnixEpoch.AddDays(1);
    private readonly RollCallLedger ledger = new();

    [Fact]
    public void What_runs_is_called_first_then_lanes_nobody_attends_then_the_others()
    {
        QueueWork running = new(new("c"), null), alone = new(new("b"), "t"), attended = new(new("a"), "t");
        ledger.Note(attended, Now);

        ledger.Due([attended, alone, running], (queue, _) => queue == attended.Queue, Now).Should().Equal(running, alone, attended);
    }

    [Fact]
    public void Who_was_not_called_for_the_longest_time_is_first_so_that_a_round_cut_short_skips_nobody()
    {
        QueueWork[] all = [.. Enumerable.Range(0, 10).Select(number => new QueueWork(new($"q{number}"), "t"))];
        var called = new List<QueueWork>();
        for (var round = 0; round < 5; round++)
        {
            foreach (var work in ledger.Due(all, (_, _) => false, Now).Take(2))
            {
                ledger.Note(work, Now.AddSeconds(round));
                called.Add(work);
            }
        }

        called.Should().BeEquivalentTo(all);
    }

    [Fact]
    public void A_running_queue_is_called_again_after_a_while_and_at_once_after_a_change_of_the_cluster()
    {
        QueueWork work = new(new("q"), null);
        ledger.Note(work, Now);

        ledger.Due([work], (_, _) => false, Now + RollCallLedger.CallAgainAfter).Should().BeEmpty();
        ledger.Due([work], (_, _) => false, Now + RollCallLedger.CallAgainAfter + TimeSpan.FromTicks(1)).Should().Equal(work);
        ledger.Clear();
        ledger.Due([work], (_, _) => false, Now).Should().Equal(work);
    }

    [Fact]
    public void Few_are_reminded_in_a_round_in_turn_but_all_after_a_change_of_the_cluster()
    {
        QueueWork[] all = [.. Enumerable.Range(0, 3 * RollCallLedger.MostReminders).Select(number => new QueueWork(new($"q{number}"), "t"))];
        ledger.Due(all, (_, _) => true, Now).Should().HaveCount(all.Length);
        Array.ForEach(all, work => ledger.Note(work, Now));

        var reminded = new HashSet<QueueWork>();
        for (var round = 1; round <= 3; round++)
        {
            var due = ledger.Due(all, (_, _) => true, Now);
            due.Should().HaveCount(RollCallLedger.MostReminders);
            reminded.UnionWith(due);
            due.ToList().ForEach(work => ledger.Note(work, Now.AddSeconds(round)));
        }

        reminded.Should().HaveCount(all.Length);
    }

    [Fact]
    public void What_has_no_work_any_more_is_forgotten()
    {
        QueueWork work = new(new("q"), null);
        ledger.Note(work, Now);
        ledger.Due([], (_, _) => false, Now).Should().BeEmpty();

        ledger.Due([work], (_, _) => false, Now).Should().Equal(work);
    }
}
