namespace GrainJobs.Http;

public sealed class AccessRuleTests
{
    private static readonly Caller Admin = new() { Key = new("a", Role.Admin, default), PresentedAny = true };
    private static readonly Caller Client = new() { Key = new("c", Role.Client, default), PresentedAny = true };
    private static readonly Caller Worker = new() { Key = new("w", Role.Worker, default), PresentedAny = true };
    private static readonly Caller Stranger = new() { PresentedAny = true };
    private static readonly Caller JobHolder = new() { Job = new(TokenKind.Job, "j1", 0), PresentedAny = true };
    private static readonly Caller BuildHolder = new() { Build = new(TokenKind.Build, "b1", 0), PresentedAny = true };
    private static readonly Caller WorkerHolder = new() { Worker = new(TokenKind.Worker, "w1", 0), PresentedAny = true };

    [Theory]
    [InlineData(Callers.Admins)]
    [InlineData(Callers.Clients)]
    [InlineData(Callers.Workers)]
    [InlineData(Callers.JobToken | Callers.BuildToken | Callers.WorkerToken)]
    public void An_admin_may_use_every_route_and_a_stranger_none(object callers)
    {
        Judge((Callers)callers, Admin).Should().Be(AccessVerdict.Allowed);
        Judge((Callers)callers, Stranger).Should().Be(AccessVerdict.Invalid);
        Judge((Callers)callers, Caller.Nobody).Should().Be(AccessVerdict.Missing);
    }

    [Fact]
    public void A_role_opens_only_the_routes_that_name_it()
    {
        Judge(Callers.Clients, Client).Should().Be(AccessVerdict.Allowed);
        Judge(Callers.Clients, Worker).Should().Be(AccessVerdict.Forbidden);
        Judge(Callers.Workers, Worker).Should().Be(AccessVerdict.Allowed);
        Judge(Callers.Workers, Client).Should().Be(AccessVerdict.Forbidden);
        Judge(Callers.Admins, Client).Should().Be(AccessVerdict.Forbidden);
        Judge(Callers.Admins, Worker).Should().Be(AccessVerdict.Forbidden);
    }

    [Theory]
    [InlineData("j1", true)]
    [InlineData("j2", false)]
    [InlineData(null, false)]
    public void A_job_token_opens_only_its_own_job(string? id, bool opens) =>
        Judge(Callers.JobToken, JobHolder, id).Should().Be(opens ? AccessVerdict.Allowed : AccessVerdict.Forbidden);

    [Theory]
    [InlineData("b1", true)]
    [InlineData("j1", false)]
    public void A_build_token_opens_only_its_own_build(string id, bool opens) =>
        Judge(Callers.BuildToken, BuildHolder, id).Should().Be(opens ? AccessVerdict.Allowed : AccessVerdict.Forbidden);

    [Fact]
    public void A_token_of_one_kind_never_opens_a_route_for_another_kind()
    {
        Judge(Callers.BuildToken, JobHolder, "j1").Should().Be(AccessVerdict.Forbidden);
        Judge(Callers.JobToken, BuildHolder, "b1").Should().Be(AccessVerdict.Forbidden);
        Judge(Callers.Clients | Callers.Workers, WorkerHolder, "w1").Should().Be(AccessVerdict.Forbidden);
    }

    [Fact]
    public void A_worker_token_does_not_open_another_workers_route()
    {
        Judge(Callers.WorkerToken, WorkerHolder).Should().Be(AccessVerdict.Allowed);
        Judge(Callers.WorkerToken, WorkerHolder, worker: "w1").Should().Be(AccessVerdict.Allowed);
        Judge(Callers.WorkerToken, WorkerHolder, worker: "w2").Should().Be(AccessVerdict.Forbidden);
    }

    [Fact]
    public void Anonymous_job_reads_need_the_setting()
    {
        Judge(Callers.AnonymousJobReaders, Caller.Nobody).Should().Be(AccessVerdict.Missing);
        Judge(Callers.AnonymousJobReaders, Caller.Nobody, anonymous: true).Should().Be(AccessVerdict.Allowed);
        Judge(Callers.Clients, Caller.Nobody, anonymous: true).Should().Be(AccessVerdict.Missing);
    }

    [Fact]
    public void A_worker_token_decides_for_whom_a_request_acts()
    {
        WorkerHolder.ActingWorker("w2").Refusal!.Code.Should().Be(ProblemCode.Forbidden);
        WorkerHolder.ActingWorker(null).Value!.Value.Value.Should().Be("w1");
        Worker.ActingWorker("w2").Value!.Value.Value.Should().Be("w2");
        (Worker with { ClaimedWorker = "w3" }).ActingWorker(null).Value!.Value.Value.Should().Be("w3");
        Worker.ActingWorker("silo:1").Refusal!.Code.Should().Be(RefusalCode.Invalid);
    }

    private static AccessVerdict Judge(Callers allowed, Caller caller, string? id = null, string? worker = null, bool anonymous = false) =>
        AccessRule.Judge(allowed, caller, id, worker, anonymous);
}
