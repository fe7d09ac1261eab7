using GrainJobs.Leases;

namespace GrainJobs.Jobs;

internal static partial class JobLifecycle
{
    /// <summary>The lease ended without a report.</summary>
    public static Result<JobChange> Expire(Job job, LeaseToken token, LeaseEnd end, DateTimeOffset now, double jitter)
    {
        if (!Holds(job, token))
        {
            return JobRefusals.LeaseLost(token);
        }

        return end switch
        {
            _ when job.CancelRequestedAt is not null => EndCancelled(job, job with { Lease = null }, now, LostNote(job, end)),
            LeaseEnd.Deadline => EndWithError(job, "The deadline has passed", "deadline_exceeded", now),
            LeaseEnd.TimeLimit => FailAttempt(job, job, TimeLimitReport(job, token), now, jitter),
            _ => Lose(job, job, $"The lease of worker {job.Lease!.Worker} ended without a report", now, LostNote(job, end)),
        };
    }

    /// <summary>No worker can ever be given it.</summary>
    public static Result<JobChange> FailAssignment(Job job, string reason, DateTimeOffset now) => job is { Status: JobStatus.Queued, IsTracked: false }
        ? EndWithError(job, "Assignment failed: " + reason, "assignment_failed", now)
        : JobRefusals.NotReady(job);

    private static JobChange FailAttempt(Job job, Job next, LeaseReport report, DateTimeOffset now, double jitter)
    {
        var failed = next with { Lease = null, Error = report.Error, ErrorCode = report.Class.ToString().ToLowerInvariant() };
        var note = new JobNote(JobEventType.AttemptFailed, FailedData(job, report));
        if (job.CancelRequestedAt is not null)
        {
            return EndCancelled(job, failed, now, note);
        }

        return report.Class switch
        {
            FailureClass.Permanent => End(job, failed with { Status = JobStatus.Error }, now, note),
            FailureClass.Infrastructure => Lose(job, failed, report.Error ?? "The worker's machine failed", now, note),
            _ => CountFailure(job, failed, report, now, jitter, note),
        };
    }

    private static JobChange CountFailure(Job job, Job failed, LeaseReport report, DateTimeOffset now, double jitter, JobNote note)
    {
        var counted = failed with { Failures = job.Failures + 1 };
        if (counted.Failures >= job.Spec.MaxAttempts)
        {
            return End(job, counted with { Status = JobStatus.Error }, now, note);
        }

        var wait = report.RetryAfter is { } asked ? Backoff.Within(asked) : Backoff.Wait(job.Spec.Backoff, counted.Failures, jitter);
        return To(job, counted with { Status = JobStatus.Scheduled, ReadyAt = Later(now, job.UpdatedAt) + wait }, now, note);
    }

    private static JobChange Lose(Job job, Job next, string error, DateTimeOffset now, JobNote note)
    {
        var lost = next with { Lease = null, Losses = job.Losses + 1, Error = error };
        return lost.Losses > ForgivenLosses
            ? End(job, lost with { Status = JobStatus.Error, ErrorCode = "lost" }, now, note)
            : To(job, lost with { Status = JobStatus.Scheduled, ReadyAt = Later(now, job.UpdatedAt) + LossDelay }, now, note);
    }

    private static LeaseReport TimeLimitReport(Job job, LeaseToken token) => new()
    {
        Token = token,
        Kind = ReportKind.Fail,
        Class = FailureClass.Timeout,
        Error = $"The attempt ran longer than its {job.Spec.Timeout?.TotalSeconds ?? 0} s",
    };

    private static JobNote LostNote(Job job, LeaseEnd end) => new(JobEventType.LeaseLost, EventData.Of(writer =>
    {
        writer.WriteNumber("attempt", job.Attempt);
        writer.WriteString("workerId", job.Lease!.Worker.Value);
        writer.WriteString("cause", end.ToString().ToLowerInvariant());
    }));

    private static string FailedData(Job job, LeaseReport report) => EventData.Of(writer =>
    {
        writer.WriteNumber("attempt", job.Attempt);
        writer.WriteString("class", report.Class.ToString().ToLowerInvariant());
        WriteIfPresent(writer, "error", report.Error);
    });
}
