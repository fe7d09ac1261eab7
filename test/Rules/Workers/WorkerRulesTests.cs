namespace GrainJobs.Workers;

public sealed class WorkerRulesTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly WorkerRecord Unknown = new() { Id = new("w") };
    private static readonly WorkerRegistration Mac = new() { Name = "Mac", Capabilities = "{}", Platforms = ["ios"], Capacity = 2 };

    [Fact]
    public void An_unknown_worker_is_registered_with_what_it_says()
    {
        var worker = WorkerRules.Register(Unknown, Mac, Now);

        (worker.IsRegistered, worker.Name, worker.Capacity, worker.RegisteredAt).Should().Be((true, "Mac", 2, Now));
        worker.Platforms.Should().Equal("ios");
    }

    [Fact]
    public void A_known_worker_keeps_its_name_its_first_registration_and_its_drain()
    {
        var worker = WorkerRules.Register(Unknown, Mac, Now) with { Offline = true, Draining = true };

        var again = WorkerRules.Register(worker, new() { Name = "Other", Capabilities = "{}", Capacity = 5 }, Now.AddHours(1));

        (again.Name, again.RegisteredAt, again.Draining, again.Offline, again.Capacity).Should().Be(("Mac", Now, true, false, 5));
    }

    [Fact]
    public void A_registration_that_says_nothing_of_capabilities_changes_none() =>
        WorkerRules.Register(WorkerRules.Register(Unknown, Mac, Now), new(), Now).Capacity.Should().Be(2);

    [Fact]
    public void A_repeated_registration_gets_the_same_generation() =>
        WorkerRules.Register(WorkerRules.Register(Unknown, Mac, Now), Mac, Now.AddHours(1)).Generation.Should().Be(1);

    [Fact]
    public void Tokens_rotate_after_a_day_and_the_one_before_stays_good_until_the_next_time()
    {
        var first = WorkerRules.Register(Unknown, Mac, Now);
        var second = WorkerRules.Register(first, Mac, Now + WorkerRules.RotateAfter);
        var third = WorkerRules.Register(second, Mac, Now + (2 * WorkerRules.RotateAfter));

        (WorkerRules.Admits(second, 1), WorkerRules.Admits(second, 2), WorkerRules.Admits(second, 3)).Should().Be((true, true, false));
        WorkerRules.Admits(third, 1).Should().BeFalse();
    }

    [Fact]
    public void The_tokens_of_a_worker_that_left_stay_dead_when_it_comes_back()
    {
        var left = WorkerRules.Leave(WorkerRules.Register(Unknown, Mac, Now), Now);
        var back = WorkerRules.Register(left, Mac, Now);

        WorkerRules.Admits(left, 2).Should().BeFalse("it is not registered");
        (WorkerRules.Admits(back, 1), WorkerRules.Admits(back, 2)).Should().Be((false, true));
    }

    [Fact]
    public void Asking_for_jobs_registers_an_unknown_worker_and_changes_no_known_one()
    {
        var appeared = WorkerRules.Appear(Unknown, 7, Now);

        (appeared.IsRegistered, appeared.Capacity, appeared.Name).Should().Be((true, 7, "w"));
        WorkerRules.Appear(appeared, 1, Now).Should().Be(appeared);
    }

    [Theory]
    [InlineData(false, 0, 0, WorkerStatus.Idle)]
    [InlineData(false, 0, 1, WorkerStatus.Building)]
    [InlineData(false, 301, 1, WorkerStatus.Offline)]
    [InlineData(true, 0, 0, WorkerStatus.Offline)]
    public void Its_status_follows_from_its_last_sign_of_life_and_what_it_holds(bool offline, int silentSeconds, long held, WorkerStatus expected) =>
        (WorkerRules.Register(Unknown, Mac, Now) with { Offline = offline })
            .StatusAt(Now.AddSeconds(silentSeconds), TimeSpan.FromSeconds(300), held).Should().Be(expected);

    [Theory]
    [InlineData(0, "0s")]
    [InlineData(59, "59s")]
    [InlineData(250, "4m 10s")]
    [InlineData(19_380, "5h 23m")]
    [InlineData(309_600, "3d 14h")]
    public void Uptime_is_told_in_its_two_largest_units(int seconds, string expected) =>
        Uptime.Text(TimeSpan.FromSeconds(seconds)).Should().Be(expected);
}
