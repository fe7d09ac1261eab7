using System.Globalization;
using GrainJobs.Jobs;

namespace GrainJobs.Storage;

/// <summary>How one batch changes the counts of jobs, gathered so that a batch of thousands changes a few rows.</summary>
internal sealed class CountChanges
{
    private readonly Dictionary<(string Queue, string Type, string State), (long Jobs, long Retries)> changes = [];
    private List<(string State, string? Attempt)> was = [];

    /// <summary>To be called before a write that may happen: one that does not say from what it comes is looked up.</summary>
    internal void Before(SqliteSession session, StoreWrite write) => was = write is JobWrite { IsInsert: false, Previous: null } job ? session.Rows("jobs/find_counted_state", job.Next.Id.Value) : [];

    internal void Note(JobWrite written)
    {
        foreach ((string state, string? attempt) in was)
        {
            Add(written.Next, state, int.Parse(attempt!, CultureInfo.InvariantCulture), -1);
        }

        if (written.Previous is { } before)
        {
            Add(before, JobStatusText.ToCounted(before), before.Attempt, -1);
        }

        Add(written.Next, JobStatusText.ToCounted(written.Next), written.Next.Attempt, 1);
    }

    internal void Write(SqliteSession session)
    {
        SqliteStatement add = session.Prepared("jobs/add_count");
        foreach (((string queue, string type, string state), (long jobs, long retries)) in changes.Where(change => change.Value != default))
        {
            add.Bind(1, queue);
            add.Bind(2, type);
            add.Bind(3, state);
            add.Bind(4, jobs);
            add.Bind(5, retries);
            add.Execute();
        }
    }

    private void Add(Job job, string state, int attempt, int sign)
    {
        (string, string, string) key = (job.Spec.Queue.Value, job.Spec.Type, state);
        (long jobs, long retries) = changes.GetValueOrDefault(key);
        changes[key] = (jobs + sign, retries + (sign * Math.Max(0, attempt - 1)));
    }
}
