using GrainJobs.Leases;
using GrainJobs.Workers;

namespace GrainJobs.Builds;

internal static partial class BuildLifecycle
{
    /// <summary>Hands a waiting build to a worker under a new token. The same assignment again changes nothing.</summary>
    public static Result<BuildChange> Assign(Build build, WorkerId worker, string? workerName, LeaseToken token, bool classic, DateTimeOffset now)
    {
        if (build.Lease?.Token == token)
        {
            return BuildChange.Nothing(build);
        }

        if (!build.IsInLine)
        {
            return BuildRefusals.NotReady(build);
        }

        var at = Later(now, build.UpdatedAt);
        var assigned = build with
        {
            Status = BuildStatus.Assigned,
            Attempt = build.Attempt + 1,
            Progress = 0,
            StartedAt = at,
            Lease = new(token, worker, at),
            IsClassic = classic,
            Worker = worker,
            WorkerName = workerName ?? worker.Value,
        };
        return To(build, assigned, now, new BuildNote($"Assigned to worker {assigned.WorkerName} (attempt {assigned.Attempt}, source {build.Source!.Length} bytes)"));
    }

    /// <summary>A call of its worker: the first one begins the building; the token or a heartbeat brings it under the lease rules and may tell progress.</summary>
    public static Result<BuildChange> Touch(Build build, BuildCall call, DateTimeOffset now)
    {
        if (NotHeld(build, call.Worker, call.Token) is { } refusal)
        {
            return refusal;
        }

        var begins = build.Status == BuildStatus.Assigned;
        var next = build with
        {
            Status = BuildStatus.Building,
            IsClassic = build.IsClassic && call is { Token: null, IsHeartbeat: false },
            Progress = Further(build, call.Progress),
        };
        return next == build ? BuildChange.Nothing(build) : To(build, next, now, begins ? [new BuildNote($"Worker {build.WorkerName} began")] : []);
    }

    /// <summary>Progress within an attempt never goes down.</summary>
    public static Result<BuildChange> Progress(Build build, BuildReport report, DateTimeOffset now)
    {
        if (NotHeld(build, report.Worker, report.Token) is { } refusal)
        {
            return refusal;
        }

        var progress = Further(build, report.Progress);
        return progress == build.Progress
            ? BuildChange.Nothing(build)
            : To(build, build with { Progress = progress, Status = BuildStatus.Building }, now);
    }

    private static int Further(Build build, int? progress) => Math.Max(build.Progress, Math.Clamp(progress ?? 0, 0, 100));

    /// <summary>Given back unharmed: in line again at its old place. Of a cancelled build: its worker says that it has stopped.</summary>
    public static Result<BuildChange> Release(Build build, BuildReport report, DateTimeOffset now)
    {
        if (build.Cancelled is { } cancelled && report.Token == cancelled && report.Worker == build.Worker)
        {
            return Confirm(build, now);
        }

        if (Repeats(build, report) is { } answer)
        {
            return answer;
        }

        if (NotHeld(build, report.Worker, report.Token) is { } refusal)
        {
            return refusal;
        }

        var why = report.Reason is { Length: > 0 } reason ? ": " + reason : "";
        return To(build, BackInLine(build) with { Receipt = ReceiptOf(build, report) }, now, new BuildNote($"Handed back by worker {build.WorkerName}{why}"));
    }

    private static BuildChange Confirm(Build build, DateTimeOffset now) => build.CancelConfirmedAt is not null
        ? BuildChange.Nothing(build)
        : To(build, build with { CancelConfirmedAt = Later(now, build.UpdatedAt) }, now, new BuildNote($"Worker {build.WorkerName} has stopped"));

    /// <summary>Why these hands don't hold it; null when they do. Without a worker whoever holds it is meant.</summary>
    public static Refusal? NotHeld(Build build, WorkerId? worker, LeaseToken? token)
    {
        if (build.Lease is { } lease && (worker is null || worker == lease.Worker) && (token is null || token == lease.Token))
        {
            return null;
        }

        return build switch
        {
            _ when worker is not null && worker != build.Worker => BuildRefusals.NotAssigned(),
            { IsFinished: true } => BuildRefusals.Finished(build),
            _ when token is { } old => BuildRefusals.LeaseLost(old),
            _ => BuildRefusals.HeldByNobody(build),
        };
    }

    private static Build BackInLine(Build build) => build with
    {
        Status = BuildStatus.Pending,
        Lease = null,
        IsClassic = false,
        Worker = null,
        WorkerName = null,
        Progress = 0,
    };

    /// <summary>The answer to a final report that was accepted before with the same token and content; null when it was not.</summary>
    private static Result<BuildChange>? Repeats(Build build, BuildReport report) =>
        report.Token is { } token && build.Lease?.Token != token && build.Receipt == new ReportReceipt(token, DigestOf(report))
            ? (Result<BuildChange>?)BuildChange.Nothing(build)
            : null;

    private static ReportReceipt ReceiptOf(Build build, BuildReport report) => new(report.Token ?? build.Lease!.Token, DigestOf(report));

    private static string DigestOf(BuildReport report) =>
        ReportDigest.Of(report.Kind, report.Result?.Sha256, report.Error, report.Class, report.PreviewUrl, report.Reason);
}
