using GrainJobs.Leases;

namespace GrainJobs.Jobs;

/// <summary>Every command a job can be given.</summary>
internal static class JobCommands
{
    private static readonly DateTimeOffset Now = JobStates.Now;
    private static readonly JobInput Input = new() { ContentType = "text/plain", Length = 3 };

    public static readonly IReadOnlyDictionary<string, Func<Job, Result<JobChange>>> All = new Dictionary<string, Func<Job, Result<JobChange>>>
    {
        ["save input"] = job => JobLifecycle.SaveInput(job, Input, [1, 2, 3], Now),
        ["meet dependencies"] = job => JobLifecycle.MeetDependencies(job, Now),
        ["fail dependency"] = job => JobLifecycle.FailDependency(job, new("parent"), "ended as error", Now),
        ["promote"] = job => JobLifecycle.Promote(job, Now),
        ["start"] = job => JobLifecycle.Start(job, JobStates.Worker, JobStates.Token, Now),
        ["progress"] = job => JobLifecycle.Progress(job, Report(ReportKind.Progress) with { Progress = 50 }, Now),
        ["complete"] = job => JobLifecycle.Complete(job, Report(ReportKind.Complete), Now),
        ["skip"] = job => JobLifecycle.Complete(job, Report(ReportKind.Skip) with { Reason = "gone" }, Now),
        ["fail: user"] = job => Fail(job, FailureClass.User),
        ["fail: transient"] = job => Fail(job, FailureClass.Transient),
        ["fail: timeout"] = job => Fail(job, FailureClass.Timeout),
        ["fail: permanent"] = job => Fail(job, FailureClass.Permanent),
        ["fail: infrastructure"] = job => Fail(job, FailureClass.Infrastructure),
        ["release"] = job => JobLifecycle.Release(job, Report(ReportKind.Release), Now),
        ["old token: complete"] = job => JobLifecycle.Complete(job, Report(ReportKind.Complete) with { Token = JobStates.OldToken }, Now),
        ["lease lost"] = job => Expire(job, LeaseEnd.Lost),
        ["time limit"] = job => Expire(job, LeaseEnd.TimeLimit),
        ["deadline of lease"] = job => Expire(job, LeaseEnd.Deadline),
        ["cancel limit"] = job => Expire(job, LeaseEnd.CancelLimit),
        ["fail assignment"] = job => JobLifecycle.FailAssignment(job, "why", Now),
        ["pass deadline"] = job => JobLifecycle.PassDeadline(job with { Spec = job.Spec with { Deadline = Now } }, Now),
        ["cancel"] = job => JobLifecycle.Cancel(job, Now),
        ["patch progress"] = job => JobLifecycle.Patch(job, new() { Progress = 60 }, Now),
        ["patch completed"] = job => JobLifecycle.Patch(job, new() { Status = JobStatus.Completed }, Now),
        ["patch error"] = job => JobLifecycle.Patch(job, new() { Status = JobStatus.Error, Error = "e" }, Now),
        ["patch queued"] = job => JobLifecycle.Patch(job, new() { Status = JobStatus.Queued, Message = "m" }, Now),
        ["patch scheduled"] = job => JobLifecycle.Patch(job, new() { Status = JobStatus.Scheduled }, Now),
        ["take over"] = job => JobLifecycle.TakeOver(job, Input, Now),
        ["add dependent"] = job => JobLifecycle.AddDependent(job, Now),
        ["announce end"] = job => JobLifecycle.AnnounceEnd(job, Now),
    };

    public static LeaseReport Report(ReportKind kind) => new() { Token = JobStates.Token, Kind = kind };

    private static Result<JobChange> Fail(Job job, FailureClass failure) =>
        JobLifecycle.Fail(job, Report(ReportKind.Fail) with { Class = failure, Error = "e" }, Now, 0.5);

    private static Result<JobChange> Expire(Job job, LeaseEnd end) => JobLifecycle.Expire(job, JobStates.Token, end, Now, 0.5);
}
