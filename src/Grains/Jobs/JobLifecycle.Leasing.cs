using GrainJobs.Leases;
using GrainJobs.Workers;

namespace GrainJobs.Jobs;

internal static partial class JobLifecycle
{
    /// <summary>How many losses are forgiven; the next one is final.</summary>
    public const int ForgivenLosses = 3;

    /// <summary>The wait after a loss.</summary>
    public static readonly TimeSpan LossDelay = TimeSpan.FromSeconds(2);

    /// <summary>
    /// Grants a queued job to a worker under a new token. Queued means due: a ready time that seems to lie ahead was given by a silo whose
    /// clock is ahead of this one, and waiting for it would only lose time.
    /// </summary>
    public static Result<JobChange> Start(Job job, WorkerId worker, LeaseToken token, DateTimeOffset now)
    {
        if (job.Status != JobStatus.Queued || job.IsTracked || (job.Spec.AwaitInput && job.Input is null))
        {
            return JobRefusals.NotReady(job);
        }

        var started = job with
        {
            Status = JobStatus.Processing,
            Attempt = job.Attempt + 1,
            Progress = 0,
            StartedAt = Later(now, job.UpdatedAt),
            Lease = new(token, worker, Later(now, job.UpdatedAt)),
        };
        return To(job, started, now, new JobNote(JobEventType.Fetched, FetchedData(started, worker)));
    }

    /// <summary>Progress within an attempt never goes down.</summary>
    public static Result<JobChange> Progress(Job job, LeaseReport report, DateTimeOffset now)
    {
        if (!Holds(job, report.Token))
        {
            return JobRefusals.LeaseLost(report.Token);
        }

        var next = job with
        {
            Progress = Math.Max(job.Progress, Math.Clamp(report.Progress ?? 0, 0, 100)),
            Message = report.Message ?? job.Message,
            DocumentId = report.DocumentId ?? job.DocumentId,
        };
        return next == job ? JobChange.Nothing(job) : To(job, next, now);
    }

    /// <summary>Any report under a lease.</summary>
    /// <param name="jitter">0 to 1, from the caller's dice.</param>
    public static Result<JobChange> Report(Job job, LeaseReport report, DateTimeOffset now, double jitter) => report.Kind switch
    {
        ReportKind.Progress => Progress(job, report, now),
        ReportKind.Complete or ReportKind.Skip => Complete(job, report, now),
        ReportKind.Fail => Fail(job, report, now, jitter),
        ReportKind.Release => Release(job, report, now),
        _ => throw new ArgumentOutOfRangeException(nameof(report)),
    };

    /// <summary>The attempt succeeded, or found nothing to do: the job ends, or its next stage is queued with the result as input.</summary>
    public static Result<JobChange> Complete(Job job, LeaseReport report, DateTimeOffset now)
    {
        if (Repeats(job, report) is { } answer)
        {
            return answer;
        }

        var done = job with { Receipt = ReceiptOf(report), Lease = null, Error = null, ErrorCode = null, DocumentId = report.DocumentId ?? job.DocumentId };
        if (report.Kind == ReportKind.Complete && job.Stage + 1 < job.Spec.Stages.Length)
        {
            return job.CancelRequestedAt is null ? NextStage(job, done, report, now) : EndCancelled(job, done, now);
        }

        return End(
            job,
            done with
            {
                Status = JobStatus.Completed,
                Progress = 100,
                Message = report.Message ?? job.Message,
                Result = report.Result,
                Skipped = report.Kind == ReportKind.Skip,
                Reason = report.Reason,
            },
            now);
    }

    /// <summary>The attempt failed: its class decides between another try and the end.</summary>
    /// <param name="jitter">0 to 1, from the caller's dice.</param>
    public static Result<JobChange> Fail(Job job, LeaseReport report, DateTimeOffset now, double jitter) =>
        Repeats(job, report) is { } answer
            ? answer
            : FailAttempt(job, job with { Receipt = ReceiptOf(report) }, report, now, jitter);

    /// <summary>Given back unharmed: in line again at its old place.</summary>
    public static Result<JobChange> Release(Job job, LeaseReport report, DateTimeOffset now)
    {
        if (Repeats(job, report) is { } answer)
        {
            return answer;
        }

        var released = job with { Receipt = ReceiptOf(report), Lease = null };
        var note = new JobNote(JobEventType.Released, EventData.Of(writer => WriteIfPresent(writer, "reason", report.Reason)));
        return job.CancelRequestedAt is null
            ? To(job, released with { Status = JobStatus.Queued }, now, note, new JobNote(JobEventType.Triggered))
            : EndCancelled(job, released, now, note);
    }

    private static JobChange NextStage(Job job, Job done, LeaseReport report, DateTimeOffset now)
    {
        var bytes = System.Text.Encoding.UTF8.GetBytes(report.Result ?? "null");
        var next = done with
        {
            Status = JobStatus.Queued,
            Stage = job.Stage + 1,
            Failures = 0,
            Progress = 0,
            ReadyAt = Later(now, job.ReadyAt),
            Result = report.Result,
            Message = report.Message ?? job.Message,
            Input = new() { ContentType = "application/json", Length = bytes.Length },
        };
        var finished = new JobNote(JobEventType.StageFinished, EventData.Of(writer =>
        {
            writer.WriteNumber("stage", job.Stage);
            writer.WriteString("jobType", job.RunningType);
        }));
        var saved = new JobNote(JobEventType.InputSaved, LengthData(bytes.Length));
        return To(job, next, now, finished, saved, new JobNote(JobEventType.Triggered)) with { Input = bytes };
    }

    private static JobChange EndCancelled(Job job, Job next, DateTimeOffset now, params ReadOnlySpan<JobNote> notes) =>
        End(job, next with { Status = JobStatus.Cancelled, Reason = "cancelled" }, now, notes);

    private static bool Holds(Job job, LeaseToken token) => job.Status == JobStatus.Processing && job.Lease?.Token == token;

    /// <summary>The answer to a final report that is not the first under its lease; null when it is.</summary>
    private static Result<JobChange>? Repeats(Job job, LeaseReport report)
    {
        if (Holds(job, report.Token))
        {
            return null;
        }

        return job.Receipt == ReceiptOf(report) ? JobChange.Nothing(job) : JobRefusals.LeaseLost(report.Token);
    }

    private static ReportReceipt ReceiptOf(LeaseReport report) => new(report.Token, ReportDigest.Of(report));

    private static string FetchedData(Job job, WorkerId worker) => job.Input is { } input
        ? $$"""{"attempt":{{job.Attempt}},"workerId":"{{worker}}","hasInput":true,"length":{{input.Length}}}"""
        : $$"""{"attempt":{{job.Attempt}},"workerId":"{{worker}}","hasInput":false}""";
}
