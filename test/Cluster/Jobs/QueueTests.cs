using GrainJobs.Leases;

namespace GrainJobs.Jobs;

/// <summary>Order, limits, pauses, and why a job waits.</summary>
public sealed class QueueTests(JobSiloFixture fixture) : IClassFixture<JobSiloFixture>
{
    private readonly JobSilo silo = fixture.Silo;

    [Fact]
    public async Task The_order_is_priority_then_submission()
    {
        var low = await Submit("order", draft => draft with { Priority = -1 });
        var first = await Submit("order");
        var second = await Submit("order");
        var high = await Submit("order", draft => draft with { Priority = 5 });
        await silo.Pass(0.5);

        var grants = await silo.Lease("order", max: 10);

        grants.Select(grant => grant.Job!.Id).Should().Equal(high.Id, first.Id, second.Id, low.Id);
    }

    [Fact]
    public async Task A_delayed_job_is_not_leased_before_it_is_due()
    {
        var due = await Submit("delay", draft => draft with { Delay = 30 });
        due.Status.Should().Be(JobStatus.Scheduled);
        (await silo.Desk.Explain(due.Id))!.DueAt.Should().Be(due.ReadyAt);

        await silo.Pass(28);
        (await silo.Lease("delay")).Should().BeEmpty();
        var grant = await silo.LeaseOne("delay", withinSeconds: 4);

        grant.Job!.StartedAt.Should().BeOnOrAfter(due.ReadyAt);
    }

    [Fact]
    public async Task A_far_delay_is_kept_in_the_rows_and_comes_in_time()
    {
        var due = await Submit("far", draft => draft with { Delay = 200 });

        var grant = await silo.LeaseOne("far", withinSeconds: 204);

        (grant.Job!.StartedAt!.Value - due.ReadyAt).TotalSeconds.Should().BeInRange(0, 2);
    }

    [Fact]
    public async Task A_paused_queue_grants_nothing_and_says_who_paused_it()
    {
        var job = await Submit("pause");
        await silo.Queue("pause").Pause("ann");

        await silo.Pass(1);
        (await silo.Lease("pause")).Should().BeEmpty();
        (await silo.Desk.Explain(job.Id)).Should().Match<WaitReason>(reason => reason.Kind == "paused" && reason.Blocker == "ann");
        await silo.Queue("pause").Resume();
        (await silo.LeaseOne("pause")).Job!.Id.Should().Be(job.Id);
    }

    [Fact]
    public async Task A_limit_of_leases_held_at_once_holds_and_can_be_changed_live()
    {
        await SubmitMany("flight", 10);
        await silo.Queue("flight").Limit(new() { MaxInFlight = 3 });

        var held = await silo.Lease("flight", max: 10);
        held.Should().HaveCount(3);
        (await silo.Lease("flight", "w2", 10)).Should().BeEmpty();
        var waiting = (await silo.Desk.List(new() { Queue = "flight", Status = JobStatus.Queued })).Last();
        (await silo.Desk.Explain(waiting.Id))!.Kind.Should().Be("limit");

        await silo.Report(held[0], ReportKind.Complete);
        await silo.Until("one more goes", async () => (await silo.Lease("flight", "w2", 10)).Length == 1, 5);
        await silo.Queue("flight").Limit(new());
        (await silo.Lease("flight", "w3", 10)).Should().HaveCount(6);
    }

    [Fact]
    public async Task A_limit_per_key_holds_in_order_and_blocks_no_other_key()
    {
        var first = await Submit("keys", draft => draft with { ConcurrencyKey = "a" });
        var second = await Submit("keys", draft => draft with { ConcurrencyKey = "a" });
        var other = await Submit("keys", draft => draft with { ConcurrencyKey = "b" });
        await silo.Queue("keys").Limit(new() { MaxInFlightPerKey = 1 });

        var held = await silo.Lease("keys", max: 10);

        held.Select(grant => grant.Job!.Id).Should().Equal(first.Id, other.Id);
        (await silo.Desk.Explain(second.Id)).Should().Match<WaitReason>(reason => reason.Kind == "key" && reason.Blocker == "a");
        await silo.Report(held[0], ReportKind.Complete);
        (await silo.LeaseOne("keys", "w2")).Job!.Id.Should().Be(second.Id);
    }

    [Fact]
    public async Task A_paused_key_is_passed_over_and_says_who_paused_it()
    {
        var held = await Submit("keypause", draft => draft with { ConcurrencyKey = "a" });
        var other = await Submit("keypause", draft => draft with { ConcurrencyKey = "b" });
        var keyless = await Submit("keypause");
        (await silo.Queue("keypause").PauseKey("a", "ann")).Value!.PausedKeys.Should().ContainSingle().Which.Should().Be(KeyValuePair.Create("a", "ann"));
        await silo.Pass(1);

        (await silo.Lease("keypause", max: 10)).Select(grant => grant.Job!.Id).Should().BeEquivalentTo([other.Id, keyless.Id]);
        (await silo.Lease("keypause", "w2", 10)).Should().BeEmpty();
        (await silo.Desk.Explain(held.Id)).Should().Match<WaitReason>(reason => reason.Kind == "paused" && reason.Blocker == "a" && reason.Detail.Contains("ann"));
        (await silo.Queue("keypause").ResumeKey("a")).PausedKeys.Should().BeEmpty();
        (await silo.LeaseOne("keypause", "w3")).Job!.Id.Should().Be(held.Id);
    }

    [Fact]
    public async Task Whatever_unblocks_a_key_a_pause_still_holds()
    {
        await Submit("keyheld", draft => draft with { ConcurrencyKey = "a" });
        var grant = await silo.LeaseOne("keyheld");
        await Submit("keyheld", draft => draft with { ConcurrencyKey = "a" });
        await silo.Queue("keyheld").PauseKey("a", "ann");

        await silo.Report(grant, ReportKind.Complete);
        await silo.Queue("keyheld").Limit(new() { MaxInFlightPerKey = 5 });
        await silo.Pass(3);

        (await silo.Lease("keyheld", "w2", 10)).Should().BeEmpty();
    }

    [Fact]
    public async Task A_rate_per_key_holds_over_time_for_each_key_alone()
    {
        for (var number = 0; number < 12; number++)
        {
            await Submit("keyrate", draft => draft with { ConcurrencyKey = number % 2 == 0 ? "a" : "b" });
        }

        await silo.Queue("keyrate").Limit(new() { RatePerSecondPerKey = 1 });
        await silo.Pass(0.5);
        var from = silo.Time.GetUtcNow();
        List<LeaseGrant> granted = [.. await silo.Lease("keyrate", "fast", 100)];
        granted.Select(grant => grant.Job!.Spec.ConcurrencyKey).Should().BeEquivalentTo("a", "b");
        var next = (await silo.Desk.List(new() { Queue = "keyrate", Status = JobStatus.Queued })).First(job => job.Spec.ConcurrencyKey == "a");
        (await silo.Desk.Explain(next.Id)).Should().Match<WaitReason>(reason => reason.Kind == "rate" && reason.Blocker == "a");

        await silo.Until("all are granted", async () =>
        {
            granted.AddRange(await silo.Lease("keyrate", "fast", 100));
            return granted.Count == 12;
        }, 10);

        (silo.Time.GetUtcNow() - from).TotalSeconds.Should().BeInRange(4.5, 7);
        granted.Where(grant => grant.Job!.Spec.ConcurrencyKey == "a").Select(grant => grant.Job!.ReadyAt).Should().BeInAscendingOrder("a key keeps its order");
    }

    [Fact]
    public async Task A_rate_holds_over_time()
    {
        await SubmitMany("rate", 30);
        await silo.Queue("rate").Limit(new() { RatePerSecond = 5 });
        var from = silo.Time.GetUtcNow();
        var granted = 0;

        await silo.Until("all are granted", async () => (granted += (await silo.Lease("rate", "fast", 100)).Length) == 30, 20);

        (silo.Time.GetUtcNow() - from).TotalSeconds.Should().BeInRange(4.5, 7);
    }

    [Fact]
    public async Task A_job_nobody_asks_for_says_so()
    {
        var job = await Submit("lonely", draft => draft with { JobType = "rare" });
        await silo.Pass(5);

        (await silo.Desk.Explain(job.Id)).Should().Match<WaitReason>(reason => reason.Kind == "worker" && reason.Blocker == "rare" && reason.Position == 0);
    }

    [Fact]
    public async Task A_worker_is_given_only_its_lanes()
    {
        await Submit("lanes", draft => draft with { JobType = "a" });
        var wanted = await Submit("lanes", draft => draft with { JobType = "b" });
        await silo.Pass(0.5);

        (await silo.Lease("lanes", "w1", 10, "b", "c")).Select(grant => grant.Job!.Id).Should().Equal(wanted.Id);
    }

    [Fact]
    public async Task A_parked_request_is_woken_when_work_comes()
    {
        var waiter = new Waiter();
        var reference = silo.Grains.CreateObjectReference<Queues.IQueueObserver>(waiter);
        var request = new LeaseRequest { Worker = new("park-parked"), Max = 1, Park = reference };
        (await silo.Grains.GetGrain<Workers.IWorkerGrain>("park-parked").Lease(new("park"), request)).Value.Should().BeEmpty();

        await Submit("park");

        await waiter.Woken.WaitAsync(TimeSpan.FromSeconds(10));
        (await silo.LeaseOne("park", "parked")).Job!.Spec.Queue.Value.Should().Be("park");
    }

    [Fact]
    public async Task The_counts_are_those_of_the_rows()
    {
        await SubmitMany("counts", 5);
        await Submit("counts", draft => draft with { Delay = 600 });
        var grant = await silo.LeaseOne("counts");
        await silo.Report(grant, ReportKind.Complete);
        await silo.LeaseOne("counts");

        var view = await silo.Queue("counts").View();

        view.Counts.Where(count => count.Value > 0).Should().BeEquivalentTo(new Dictionary<JobStatus, long>
        {
            [JobStatus.Scheduled] = 1,
            [JobStatus.Queued] = 3,
            [JobStatus.Processing] = 1,
            [JobStatus.Completed] = 1,
        });
    }

    private async Task SubmitMany(string queue, int count)
    {
        for (var number = 0; number < count; number++)
        {
            await Submit(queue);
        }

        await silo.Pass(0.5);
    }

    private Task<Job> Submit(string queue, Func<JobDraft, JobDraft>? with = null)
    {
        var draft = new JobDraft { JobType = "outside", Queue = queue };
        return silo.Submit(with is null ? draft : with(draft));
    }

    private sealed class Waiter : Queues.IQueueObserver
    {
        private readonly TaskCompletionSource woken = new();

        public Task Woken => woken.Task;

        public Task Ready(Queues.QueueName queue, int count)
        {
            woken.TrySetResult();
            return Task.CompletedTask;
        }
    }
}
