using System.Text.Json;

namespace GrainJobs.Jobs;

/// <summary>
/// The way back from a version of a job to the one before, for readers who were away when it passed. What clients can see and what changed is noted with
/// each change; the ordinary life (created, started, finished) needs no note, for its states follow from the one that came after.
/// </summary>
internal static class JobUndo
{
    private static readonly Field[] Fields =
    [
        new("at", job => job.UpdatedAt, (job, old) => job with { UpdatedAt = old.GetDateTimeOffset() }),
        new("status", job => job.Status.ToString(), (job, old) => job with { Status = Enum.Parse<JobStatus>(old.GetString()!) }),
        new("attempt", job => job.Attempt, (job, old) => job with { Attempt = old.GetInt32() }),
        new("stage", job => job.Stage, (job, old) => job with { Stage = old.GetInt32() }),
        new("progress", job => job.Progress, (job, old) => job with { Progress = old.GetInt32() }),
        new("message", job => job.Message, (job, old) => job with { Message = old.GetString()! }),
        new("documentId", job => job.DocumentId, (job, old) => job with { DocumentId = old.GetString() }),
        new("result", job => job.Result, (job, old) => job with { Result = old.GetString() }),
        new("error", job => job.Error, (job, old) => job with { Error = old.GetString() }),
        new("errorCode", job => job.ErrorCode, (job, old) => job with { ErrorCode = old.GetString() }),
        new("skipped", job => job.Skipped, (job, old) => job with { Skipped = old.GetBoolean() }),
        new("reason", job => job.Reason, (job, old) => job with { Reason = old.GetString() }),
        new("startedAt", job => job.StartedAt, (job, old) => job with { StartedAt = InstantOf(old) }),
        new("finishedAt", job => job.FinishedAt, (job, old) => job with { FinishedAt = InstantOf(old) }),
        new("cancelRequestedAt", job => job.CancelRequestedAt, (job, old) => job with { CancelRequestedAt = InstantOf(old) }),
    ];

    /// <summary>The note that a change needs; null when none is needed, or there is no version before.</summary>
    public static string? Note(Job? before, Job next)
    {
        if (before is null || before.Version == next.Version || (Ordinary(next) is { } told && LooksLike(told, before)))
        {
            return null;
        }

        return EventData.Of(writer =>
        {
            foreach (var field in Fields)
            {
                if (field.Value(before) is var old && !Equals(old, field.Value(next)))
                {
                    Write(writer, field.Name, old);
                }
            }
        });
    }

    /// <summary>What clients saw of the version before; null when it can't be told: a release that took no notes wrote it.</summary>
    /// <param name="next">A version, as the row has it or as told by this.</param>
    /// <param name="note">The note that was taken with it.</param>
    public static Job? Before(Job next, string? note)
    {
        if (note is null)
        {
            return Ordinary(next);
        }

        using var parsed = JsonDocument.Parse(note);
        var before = next with { Version = next.Version - 1 };
        foreach (var field in Fields)
        {
            before = parsed.RootElement.TryGetProperty(field.Name, out var old) ? field.Restore(before, old) : before;
        }

        return before;
    }

    /// <summary>The state before in an ordinary life; null when more than one life leads here.</summary>
    private static Job? Ordinary(Job next) => next switch
    {
        { IsFinished: true, Attempt: 1, Version: 3, StartedAt: { } at } =>
            Untouched(next, JobStatus.Processing, at, attempt: 1, at),
        { Version: 2, Spec.DependsOn.IsEmpty: true } => Untouched(next, JobLifecycle.FirstStatus(next.Spec, next.CreatedAt), next.CreatedAt, attempt: 0, startedAt: null),
        _ => null,
    };

    private static Job Untouched(Job next, JobStatus status, DateTimeOffset at, int attempt, DateTimeOffset? startedAt) => next with
    {
        Version = next.Version - 1,
        UpdatedAt = at,
        Status = status,
        Attempt = attempt,
        StartedAt = startedAt,
        Stage = 0,
        Progress = 0,
        Message = next.Spec.Message,
        DocumentId = null,
        Result = null,
        Error = null,
        ErrorCode = null,
        Skipped = false,
        Reason = null,
        FinishedAt = null,
        CancelRequestedAt = null,
    };

    /// <summary>As comparing the fields one by one, without the boxes: two of three writes of a job come here.</summary>
    private static bool LooksLike(Job one, Job other) =>
        one.UpdatedAt == other.UpdatedAt && one.Status == other.Status && one.Attempt == other.Attempt && one.Stage == other.Stage && one.Progress == other.Progress
        && one.Message == other.Message && one.DocumentId == other.DocumentId && one.Result == other.Result && one.Error == other.Error && one.ErrorCode == other.ErrorCode
        && one.Skipped == other.Skipped && one.Reason == other.Reason && one.StartedAt == other.StartedAt && one.FinishedAt == other.FinishedAt
        && one.CancelRequestedAt == other.CancelRequestedAt;

    private static void Write(Utf8JsonWriter writer, string name, object? value)
    {
        switch (value)
        {
            case null:
                writer.WriteNull(name);
                break;
            case int number:
                writer.WriteNumber(name, number);
                break;
            case bool flag:
                writer.WriteBoolean(name, flag);
                break;
            case DateTimeOffset at:
                writer.WriteString(name, at);
                break;
            default:
                writer.WriteString(name, (string)value);
                break;
        }
    }

    private static DateTimeOffset? InstantOf(JsonElement old) => old.ValueKind == JsonValueKind.Null ? null : old.GetDateTimeOffset();

    private sealed record Field(string Name, Func<Job, object?> Value, Func<Job, JsonElement, Job> Restore);
}
