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

        if (!job.Spec.Tracked)
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

    private static Result<JobChange> Patched(Job job, JobPatch patch, JobStatus status, DateTimeOffset now)
    {
        var next = job with
        {
            Status = status,
            Progress = status == JobStatus.Completed ? 100 : Math.Max(job.Progress, patch.Progress ?? 0),
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
