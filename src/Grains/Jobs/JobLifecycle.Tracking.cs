namespace GrainJobs.Jobs;

internal static partial class JobLifecycle
{
    /// <summary>The creator of a tracked job reports.</summary>
    public static Result<JobChange> Patch(Job job, JobPatch patch, DateTimeOffset now)
    {
        if (job.IsFinished)
        {
            return JobRefusals.Finished(job);
        }

        if (!job.IsTracked)
        {
            return JobRefusals.NotTracked();
        }

        var status = patch.Status ?? (patch.Progress > 0 && job.Status == JobStatus.Queued ? JobStatus.Processing : job.Status);
        if (status is JobStatus.Scheduled || (status < job.Status))
        {
            return JobRefusals.BadTransition(job.Status, status);
        }

        if (job.Status == JobStatus.Pending && status is not (JobStatus.Pending or JobStatus.Cancelled or JobStatus.Error))
        {
            return JobRefusals.InputMissing();
        }

        return Patched(job, patch, status, now);
    }

    /// <summary>The service runs a tracked job itself from now on: its input is saved and it is queued in one change.</summary>
    public static Result<JobChange> TakeOver(Job job, JobInput input, DateTimeOffset now) => job switch
    {
        { IsFinished: true } => JobRefusals.Finished(job),
        { IsTracked: false } => JobRefusals.InputNotAwaited(job),
        _ => To(
            job,
            job with { TakenOver = true, Input = input, Status = JobStatus.Queued, ReadyAt = Later(now, job.UpdatedAt), DependenciesMet = true },
            now,
            new JobNote(JobEventType.InputSaved, LengthData(input.Length)),
            new JobNote(JobEventType.Triggered)),
    };

    private static Result<JobChange> Patched(Job job, JobPatch patch, JobStatus status, DateTimeOffset now)
    {
        var next = job with
        {
            Status = status,
            Progress = status == JobStatus.Completed ? 100 : Math.Max(job.Progress, Math.Clamp(patch.Progress ?? 0, 0, 100)),
            Message = patch.Message ?? job.Message,
            DocumentId = patch.DocumentId ?? job.DocumentId,
            Result = patch.Result ?? job.Result,
            Error = patch.Error ?? job.Error,
            StartedAt = job.StartedAt ?? (status == JobStatus.Processing ? Later(now, job.UpdatedAt) : null),
        };
        if (next == job)
        {
            return JobChange.Nothing(job);
        }

        return next.IsFinished ? End(job, next, now) : To(job, next, now, new JobNote(JobEventType.Updated, UpdatedData(next)));
    }

    private static string UpdatedData(Job job) => EventData.Of(writer =>
    {
        writer.WriteString("status", job.Status.ToString().ToLowerInvariant());
        writer.WriteNumber("progress", job.Progress);
        writer.WriteString("message", job.Message);
    });
}
