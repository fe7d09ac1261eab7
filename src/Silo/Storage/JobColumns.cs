using System.Text.Json;
using GrainJobs.Jobs;

namespace GrainJobs.Storage;

/// <summary>The columns of <c>jobs</c> in the order of the statements under sql/queries/jobs.</summary>
internal static class JobColumns
{
    internal static readonly JobColumn Id = JobColumn.Text("id", write => write.Next.Id.Value);

    internal static readonly JobColumn Expected = JobColumn.Long("expected", write => write.ExpectedVersion);

    /// <summary>Written with the insert only.</summary>
    internal static readonly JobColumn[] Fixed =
    [
        Id,
        JobColumn.Text("queue", write => write.Next.Spec.Queue.Value),
        JobColumn.Text("type", write => write.Next.Spec.Type),
        JobColumn.Flag("await_input", write => write.Next.Spec.AwaitInput),
        JobColumn.Number("priority", write => write.Next.Spec.Priority),
        JobColumn.Text("concurrency_key", write => write.Next.Spec.ConcurrencyKey ?? ""),
        JobColumn.Text("unique_key", write => write.Next.Spec.UniqueKey),
        JobColumn.At("created_at", write => write.Next.CreatedAt),
        JobColumn.At("deadline", write => write.Next.Spec.Deadline),
        JobColumn.Number("max_attempts", write => write.Next.Spec.MaxAttempts),
        JobColumn.Text("tags", write => Tags(write.Next.Spec)),
        JobColumn.Text("payload", write => write.Next.Spec.Payload),
        JobColumn.Text("metadata", write => write.Next.Spec.Metadata),
        JobColumn.Text("spec", write => SpecRest.Write(write.Next.Spec)),
    ];

    /// <summary>Written with every update.</summary>
    internal static readonly JobColumn[] Changing =
    [
        JobColumn.Long("version", write => write.Next.Version),
        JobColumn.Long("write_id", write => write.WriteId),
        JobColumn.Text("status", write => JobStatusText.ToText(write.Next.Status)),
        JobColumn.Flag("tracked", write => write.Next.IsTracked),
        JobColumn.Flag("taken_over", write => write.Next.TakenOver),
        JobColumn.Text("lane", write => write.Next.RunningType),
        JobColumn.At("ready_at", write => write.Next.ReadyAt),
        JobColumn.At("updated_at", write => write.Next.UpdatedAt),
        JobColumn.At("started_at", write => write.Next.StartedAt),
        JobColumn.At("finished_at", write => write.Next.FinishedAt),
        JobColumn.Number("attempt", write => write.Next.Attempt),
        JobColumn.Number("failures", write => write.Next.Failures),
        JobColumn.Number("losses", write => write.Next.Losses),
        JobColumn.Number("progress", write => write.Next.Progress),
        JobColumn.Text("message", write => write.Next.Message),
        JobColumn.Text("document_id", write => write.Next.DocumentId),
        JobColumn.Text("result", write => write.Next.Result),
        JobColumn.Text("error", write => write.Next.Error),
        JobColumn.Text("error_code", write => write.Next.ErrorCode),
        JobColumn.Flag("skipped", write => write.Next.Skipped),
        JobColumn.Text("reason", write => write.Next.Reason),
        JobColumn.Number("stage", write => write.Next.Stage),
        JobColumn.Text("input_type", write => write.Next.Input?.ContentType),
        JobColumn.LongOrNull("input_length", write => write.Next.Input?.Length),
        JobColumn.Text("input_file", write => write.Next.Input?.FileId),
        JobColumn.Text("input_name", write => write.Next.Input?.FileName),
        JobColumn.Text("input_attributes", write => write.Next.Input?.Attributes),
        JobColumn.Text("lease_token", write => write.Next.Lease?.Token.Value),
        JobColumn.Text("lease_worker", write => write.Next.Lease?.Worker.Value),
        JobColumn.At("lease_granted_at", write => write.Next.Lease?.GrantedAt),
        JobColumn.At("cancel_requested_at", write => write.Next.CancelRequestedAt),
        JobColumn.Number("last_event", write => write.Next.LastEvent),
        JobColumn.Flag("dependencies_met", write => write.Next.DependenciesMet),
        JobColumn.Flag("has_dependents", write => write.Next.HasDependents),
        JobColumn.Text("receipt_token", write => write.Next.Receipt?.Token.Value),
        JobColumn.Text("receipt_digest", write => write.Next.Receipt?.Digest),
        JobColumn.Flag("callback_due", write => write.Next.CallbackDue),
    ];

    /// <summary>What a write adds to the early events.</summary>
    internal static readonly JobColumn Events = JobColumn.Text("events", write => EarlyEvents.Write(write.Events));

    /// <summary>The state before an update, for the counts: the last parameters of move_jobs and update_jobs.</summary>
    internal static readonly JobColumn[] Was =
    [
        JobColumn.Text("was_state", write => write.Previous is { } before ? JobStatusText.ToCounted(before) : null),
        JobColumn.Number("was_attempt", write => write.Previous?.Attempt ?? 0),
    ];

    /// <summary>What a reader gets.</summary>
    internal static readonly JobColumn[] All = [.. Fixed, .. Changing];

    /// <summary>In the order of insert_jobs.</summary>
    internal static readonly JobColumn[] OfInsert = [.. All, Events];

    /// <summary>In the order of insert_new_jobs: what a job that has done nothing yet can have.</summary>
    internal static readonly JobColumn[] OfNew =
    [
        .. Fixed,
        .. Named("version", "write_id", "status", "tracked", "lane", "ready_at", "updated_at", "message", "last_event", "dependencies_met"),
        Events,
    ];

    /// <summary>In the order of insert_plain_jobs.</summary>
    internal static readonly JobColumn[] OfPlain =
    [
        .. System.Array.FindAll(Fixed, column => column.Name is "id" or "queue" or "type" or "priority" or "created_at" or "max_attempts" or "payload" or "spec"),
        .. Named("write_id", "message"),
        Events,
    ];

    /// <summary>In the order of insert_started_jobs.</summary>
    internal static readonly JobColumn[] OfStarted = [.. OfPlain[..^1], .. Named("lease_token", "lease_worker"), Events];

    /// <summary>In the order of SQLite's update_job, before <see cref="Guard"/>.</summary>
    internal static readonly JobColumn[] Changed = [.. Changing, Events];

    internal static readonly JobColumn[] Guard = [Id, Expected];

    /// <summary>In the order of update_jobs.</summary>
    internal static readonly JobColumn[] OfUpdate = [Id, Expected, .. Changing, Events];

    /// <summary>In the order of move_jobs: what starting and finishing change.</summary>
    internal static readonly JobColumn[] OfMove =
    [
        Id,
        Expected,
        .. Named(
            "version", "write_id", "status", "ready_at", "updated_at", "started_at", "finished_at", "attempt", "progress", "message", "result",
            "lease_token", "lease_worker", "lease_granted_at", "last_event", "receipt_token", "receipt_digest"),
        Events,
    ];

    /// <summary>In the order of complete_jobs, before <see cref="Was"/>.</summary>
    internal static readonly JobColumn[] OfCompletion =
    [
        Id,
        Expected,
        .. Named("write_id", "started_at", "finished_at", "attempt", "message", "result", "last_event", "receipt_token", "receipt_digest"),
        Events,
    ];

    private static JobColumn[] Named(params string[] names) => System.Array.FindAll(Changing, column => names.Contains(column.Name));

    private static string? Tags(JobSpec spec) =>
        spec.Tags.IsEmpty ? null : JsonSerializer.Serialize([.. spec.Tags], SpecJson.Default.StringArray);
}
