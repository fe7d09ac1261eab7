using GrainJobs.Leases;
using GrainJobs.Queues;
using GrainJobs.Workers;

namespace GrainJobs.Jobs;

/// <summary>Jobs in every state that a rule tells apart.</summary>
internal static class JobStates
{
    public static readonly DateTimeOffset Now = new(2030, 1, 2, 3, 4, 5, TimeSpan.Zero);
    public static readonly LeaseToken Token = new(new string('a', 32) + ".job");
    public static readonly LeaseToken OldToken = new(new string('b', 32) + ".job");
    public static readonly WorkerId Worker = new("w1");

    public static readonly JobSpec Spec = new() { Id = new("job"), Type = "work", Queue = QueueName.Default };

    public static readonly IReadOnlyDictionary<string, Job> All = new Dictionary<string, Job>
    {
        ["awaits input"] = Make(JobStatus.Pending) with { Spec = Spec with { AwaitInput = true } },
        ["awaits parent"] = Make(JobStatus.Pending) with { DependenciesMet = false },
        ["awaits both"] = Make(JobStatus.Pending) with { Spec = Spec with { AwaitInput = true }, DependenciesMet = false },
        ["tracked awaits"] = Make(JobStatus.Pending) with { Spec = Spec with { AwaitInput = true, Tracked = true } },
        ["not due"] = Make(JobStatus.Scheduled) with { ReadyAt = Now.AddSeconds(10) },
        ["due"] = Make(JobStatus.Scheduled) with { ReadyAt = Now },
        ["queued"] = Queued(),
        ["running"] = Running(),
        ["cancelling"] = Running() with { CancelRequestedAt = Now.AddSeconds(-1) },
        ["tracked"] = Queued() with { Spec = Spec with { Tracked = true } },
        ["tracked runs"] = Queued() with { Spec = Spec with { Tracked = true }, Status = JobStatus.Processing, StartedAt = Now.AddSeconds(-5), Progress = 40 },
        ["completed"] = Ended(JobStatus.Completed),
        ["error"] = Ended(JobStatus.Error),
        ["cancelled"] = Ended(JobStatus.Cancelled),
    };

    public static Job Queued() => Make(JobStatus.Queued);

    public static Job Running() => Make(JobStatus.Processing) with
    {
        Attempt = 1,
        StartedAt = Now.AddSeconds(-5),
        Lease = new(Token, Worker, Now.AddSeconds(-5)),
        Progress = 40,
    };

    /// <summary>Every ended job has a callback to announce, so that the table shows it.</summary>
    private static Job Ended(JobStatus status) => Make(status) with
    {
        Spec = Spec with { CallbackUrl = "https://example.com/" },
        FinishedAt = Now.AddSeconds(-1),
        CallbackDue = true,
    };

    private static Job Make(JobStatus status) => new()
    {
        Spec = Spec,
        Version = 7,
        Status = status,
        ReadyAt = Now.AddSeconds(-20),
        CreatedAt = Now.AddSeconds(-20),
        UpdatedAt = Now.AddSeconds(-1),
        LastEvent = 5,
    };
}
