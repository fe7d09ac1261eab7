using GrainJobs.Jobs;

namespace GrainJobs.Storage;

/// <summary>Statuses as the rows have them.</summary>
internal static class JobStatusText
{
    internal static string ToText(JobStatus status) => status switch
    {
        JobStatus.Pending => "pending",
        JobStatus.Scheduled => "scheduled",
        JobStatus.Queued => "queued",
        JobStatus.Processing => "processing",
        JobStatus.Completed => "completed",
        JobStatus.Error => "error",
        JobStatus.Cancelled => "cancelled",
        _ => throw new ArgumentOutOfRangeException(nameof(status)),
    };

    /// <summary>The state under which a job is counted.</summary>
    internal static string ToCounted(Job job) => job.Skipped ? "skipped" : ToText(job.Status);

    internal static JobStatus Parse(string text) => text switch
    {
        "pending" => JobStatus.Pending,
        "scheduled" => JobStatus.Scheduled,
        "queued" => JobStatus.Queued,
        "processing" => JobStatus.Processing,
        "completed" => JobStatus.Completed,
        "error" => JobStatus.Error,
        "cancelled" => JobStatus.Cancelled,
        _ => throw new InvalidDataException($"A row has the unknown status '{text}'."),
    };
}
