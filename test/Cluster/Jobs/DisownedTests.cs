using GrainJobs.Leases;
using GrainJobs.Workers;

namespace GrainJobs.Jobs;

/// <summary>Grants whose answers reached nobody, because a silo left while they were under way.</summary>
public sealed class DisownedTests(JobSiloFixture fixture) : IClassFixture<JobSiloFixture>
{
    private const int Many = 20;
    private static readonly WorkerId Worker = new("lost-w1");

    private readonly JobSilo silo = fixture.Silo;

    [Fact]
    public async Task What_was_granted_is_back_in_line_at_once_and_lost_no_attempt()
    {
        await Submit("lost");
        var asked = Request(AskNumber.New());
        var grant = (await silo.Queue("lost").Lease(asked)).Should().ContainSingle().Subject;

        await silo.Queue("lost").Disown(Worker, asked.Ask);

        var again = (await silo.Queue("lost").Lease(Request(AskNumber.New()))).Should().ContainSingle().Subject;
        again.Job!.Id.Should().Be(grant.Job!.Id);
        again.Job.Should().Match<Job>(job => job.Losses == 0 && job.Status == JobStatus.Processing);
        (await silo.Events(again.Job.Id.Value)).Should().NotContain(JobEventType.LeaseLost);
        (await silo.Report(grant, ReportKind.Complete)).Refusal!.Code.Should().Be(RefusalCode.LeaseLost);
        (await silo.Report(again, ReportKind.Complete)).IsRefused.Should().BeFalse();
    }

    [Fact]
    public async Task Other_requests_of_the_worker_and_other_workers_keep_theirs()
    {
        await Task.WhenAll(Submit("kept"), Submit("kept"), Submit("kept"));
        var (lost, kept) = (Request(AskNumber.New()) with { Max = 1 }, Request(AskNumber.New()) with { Max = 1 });
        (await silo.Queue("kept").Lease(lost)).Should().ContainSingle();
        var mine = (await silo.Queue("kept").Lease(kept)).Single();
        var others = (await silo.Queue("kept").Lease(lost with { Worker = new("lost-w2") })).Single();

        await silo.Queue("kept").Disown(Worker, lost.Ask);

        (await silo.Report(mine, ReportKind.Complete)).IsRefused.Should().BeFalse();
        (await silo.Report(others, ReportKind.Complete)).IsRefused.Should().BeFalse();
        (await silo.Queue("kept").View()).Counts[JobStatus.Queued].Should().Be(1);
    }

    [Fact]
    public async Task A_request_that_comes_after_its_asker_has_given_it_up_is_granted_nothing()
    {
        await Submit("late");
        var asked = Request(AskNumber.New());

        await silo.Queue("late").Disown(Worker, asked.Ask);

        (await silo.Queue("late").Lease(asked)).Should().BeEmpty();
        (await silo.Queue("late").Lease(Request(AskNumber.New()))).Should().ContainSingle();
    }

    [Fact]
    public async Task One_that_is_given_up_while_it_is_granted_leaves_nothing_leased()
    {
        await Task.WhenAll(Enumerable.Range(0, Many).Select(_ => Submit("under-way")));
        await silo.Pass(0.5);
        var asked = Request(AskNumber.New());

        Task<LeaseGrant[]> lease = silo.Queue("under-way").Lease(asked);
        await silo.Queue("under-way").Disown(Worker, asked.Ask);

        (await lease).Should().BeEmpty();
        (await silo.Queue("under-way").Lease(Request(AskNumber.New()))).Should().HaveCount(Many);
    }

    [Fact]
    public async Task A_batch_goes_back_whole()
    {
        var own = SiloLiveness.WorkerOf(silo.Service<ILocalSiloDetails>().SiloAddress);
        await Task.WhenAll(Enumerable.Range(0, Many).Select(_ => Submit("batched")));
        await silo.Pass(0.5);
        var asked = Request(AskNumber.New()) with { Worker = own, Quick = true };
        (await silo.Queue("batched").Lease(asked)).Should().HaveCount(Many);

        await silo.Queue("batched").Disown(own, asked.Ask);

        (await silo.Queue("batched").Lease(Request(AskNumber.New()))).Should().HaveCount(Many).And.OnlyContain(grant => grant.Job!.Losses == 0);
    }

    private static LeaseRequest Request(long ask) => new() { Worker = Worker, Max = Many, Ask = ask };

    private Task<Job> Submit(string queue) => silo.Submit(new() { JobType = "outside", Queue = queue });
}
