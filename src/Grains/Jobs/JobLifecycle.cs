using System.Collections.Immutable;

namespace GrainJobs.Jobs;

/// <summary>
/// Every transition of a job as a pure function: state, command, now to next state and events, or a refusal.
/// The lifecycle is drawn at <see cref="JobStatus"/>.
/// </summary>
internal static partial class JobLifecycle
{
    /// <summary>The first state of a submitted job.</summary>
    public static JobChange Create(JobSpec spec, bool dependenciesMet, DateTimeOffset now)
    {
        var readyAt = spec.RunAt is { } at && at > now ? at : now;
        var job = new Job
        {
            Spec = spec,
            Version = 1,
            Status = dependenciesMet ? FirstStatus(spec, now) : JobStatus.Pending,
            ReadyAt = readyAt,
            CreatedAt = now,
            UpdatedAt = now,
            Message = spec.Message,
            DependenciesMet = dependenciesMet,
            LastEvent = 1,
        };
        return new(null, job, [new(1, JobEventType.Created, now, CreatedData(job))]);
    }

    /// <summary>How a job begins for which nothing else must end first.</summary>
    public static JobStatus FirstStatus(JobSpec spec, DateTimeOffset now) => spec.AwaitInput ? JobStatus.Pending : Waiting(spec, now);

    private static string CreatedData(Job job) => job.Status switch
    {
        JobStatus.Queued => """{"status":"queued"}""",
        JobStatus.Scheduled => """{"status":"scheduled"}""",
        _ => """{"status":"pending"}""",
    };

    /// <summary>Scheduled while its time has not come, else queued.</summary>
    private static JobStatus Waiting(JobSpec spec, DateTimeOffset now) =>
        spec.RunAt is { } at && at > now && !spec.Tracked ? JobStatus.Scheduled : JobStatus.Queued;

    /// <summary>The next version of a job with its events numbered. Time never runs backwards within a job.</summary>
    private static JobChange To(Job before, Job next, DateTimeOffset now, params ReadOnlySpan<JobNote> notes)
    {
        var at = now > before.UpdatedAt ? now : before.UpdatedAt;
        var events = ImmutableArray.CreateBuilder<JobEvent>(notes.Length);
        foreach (var note in notes)
        {
            events.Add(new(before.LastEvent + events.Count + 1, note.Type, at, note.Data));
        }

        var numbered = next with { Version = before.Version + 1, UpdatedAt = at, LastEvent = before.LastEvent + events.Count };
        return new(before, numbered, events.MoveToImmutable());
    }

    /// <summary>A final state, with the one event that says so.</summary>
    private static JobChange End(Job before, Job next, DateTimeOffset now, params ReadOnlySpan<JobNote> notes)
    {
        var ended = next with { FinishedAt = now > before.UpdatedAt ? now : before.UpdatedAt, Lease = null, CallbackDue = HasCallback(next) };
        return To(before, ended, now, [.. notes, new(JobEventType.Finished, FinishedData(ended))]);
    }

    /// <summary>What is itself a delivery is not announced: that would never end.</summary>
    private static bool HasCallback(Job job) => job.Spec.CallbackUrl is not null && job.Spec.Type is not (JobTypes.Http or JobTypes.Webhook);

    private static string FinishedData(Job job) => job switch
    {
        { Status: JobStatus.Completed, Skipped: false } => """{"status":"completed"}""",
        _ => EventData.Of(writer =>
        {
            writer.WriteString("status", job.Status.ToString().ToLowerInvariant());
            if (job.Skipped)
            {
                writer.WriteBoolean("skipped", true);
            }

            WriteIfPresent(writer, "reason", job.Reason);
            WriteIfPresent(writer, "error", job.Error);
            WriteIfPresent(writer, "class", job.ErrorCode);
        }),
    };

    private static void WriteIfPresent(System.Text.Json.Utf8JsonWriter writer, string name, string? value)
    {
        if (value is not null)
        {
            writer.WriteString(name, value);
        }
    }
}
