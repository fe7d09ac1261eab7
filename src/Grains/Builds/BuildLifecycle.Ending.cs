using GrainJobs.Leases;

namespace GrainJobs.Builds;

internal static partial class BuildLifecycle
{
    /// <summary>How many losses are forgiven; the next one is final.</summary>
    public const int ForgivenLosses = 3;

    /// <summary>The worker succeeded.</summary>
    public static Result<BuildChange> Complete(Build build, BuildReport report, DateTimeOffset now)
    {
        if (Repeats(build, report) is { } answer)
        {
            return answer;
        }

        if (NotHeld(build, report.Worker, report.Token) is { } refusal)
        {
            return refusal;
        }

        var completed = build with
        {
            Status = BuildStatus.Completed,
            Progress = 100,
            Result = report.Result,
            PreviewUrl = report.PreviewUrl,
            Error = null,
            ErrorCode = null,
            Receipt = ReceiptOf(build, report),
        };
        return End(build, completed, now, new BuildNote("Build completed successfully"));
    }

    /// <summary>The worker failed: final, unless its machine was to blame.</summary>
    public static Result<BuildChange> Fail(Build build, BuildReport report, DateTimeOffset now)
    {
        if (Repeats(build, report) is { } answer)
        {
            return answer;
        }

        if (NotHeld(build, report.Worker, report.Token) is { } refusal)
        {
            return refusal;
        }

        var error = report.Error is { Length: > 0 } text ? text : "Build failed";
        var failed = build with { Receipt = ReceiptOf(build, report) };
        return report.Class == FailureClass.Infrastructure
            ? Lose(build, failed, error, "infrastructure", now)
            : EndFailed(build, failed, error, report.Class.ToString().ToLowerInvariant(), now);
    }

    /// <summary>The lease ended without a report.</summary>
    /// <param name="silent">By the heartbeat limit of the classic protocol.</param>
    /// <param name="policy">What that limit does.</param>
    public static Result<BuildChange> Lose(Build build, LeaseToken token, bool silent, LostPolicy policy, DateTimeOffset now)
    {
        if (build.Lease?.Token != token)
        {
            return BuildRefusals.LeaseLost(token);
        }

        var error = $"Worker heartbeat lost: no sign of life of worker {build.WorkerName}";
        var change = silent && build.IsClassic && policy == LostPolicy.Fail
            ? EndFailed(build, build, error, "heartbeat_lost", now)
            : Lose(build, build, error, "lost", now);
        return change with { WentSilent = true };
    }

    /// <summary>No worker can ever be given it.</summary>
    public static Result<BuildChange> FailAssignment(Build build, string reason, DateTimeOffset now) => build.Status == BuildStatus.Pending
        ? EndFailed(build, build, "Assignment failed: " + reason, "assignment_failed", now)
        : BuildRefusals.NotReady(build);

    private static BuildChange Lose(Build build, Build next, string error, string code, DateTimeOffset now)
    {
        var lost = next with { Losses = build.Losses + 1, Error = error, ErrorCode = code };
        return lost.Losses > ForgivenLosses
            ? EndFailed(build, lost, error, code, now)
            : To(build, BackInLine(lost), now, new BuildNote($"{error}; in line again (loss {lost.Losses} of {ForgivenLosses} forgiven)", "warn"));
    }

    private static BuildChange EndFailed(Build build, Build next, string error, string code, DateTimeOffset now) =>
        End(build, next with { Status = BuildStatus.Failed, Error = error, ErrorCode = code }, now, new BuildNote(error, "error"));
}
