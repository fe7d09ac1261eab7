using System.Text.Json;
using GrainJobs.Jobs;
using GrainJobs.Leases;
using GrainJobs.Queues;
using GrainJobs.Workers;

namespace GrainJobs.Storage;

/// <summary>A job from its row, in the order of <see cref="JobColumns.All"/>.</summary>
internal static class JobRow
{
    private static readonly int
        Id = At("id"), Queue = At("queue"), Type = At("type"), Tracked = At("tracked"), TakenOver = At("taken_over"), AwaitInput = At("await_input"), Priority = At("priority"),
        ConcurrencyKey = At("concurrency_key"), UniqueKey = At("unique_key"), CreatedAt = At("created_at"), Deadline = At("deadline"),
        MaxAttempts = At("max_attempts"), Tags = At("tags"), Payload = At("payload"), Metadata = At("metadata"), Spec = At("spec"),
        Version = At("version"), Status = At("status"), ReadyAt = At("ready_at"), UpdatedAt = At("updated_at"), StartedAt = At("started_at"),
        FinishedAt = At("finished_at"), Attempt = At("attempt"), Failures = At("failures"), Losses = At("losses"), Progress = At("progress"),
        Message = At("message"), DocumentId = At("document_id"), Result = At("result"), Error = At("error"), ErrorCode = At("error_code"),
        Skipped = At("skipped"), Reason = At("reason"), Stage = At("stage"), InputType = At("input_type"), InputLength = At("input_length"),
        InputFile = At("input_file"), InputName = At("input_name"), InputAttributes = At("input_attributes"),
        LeaseToken = At("lease_token"), LeaseWorker = At("lease_worker"),
        LeaseGrantedAt = At("lease_granted_at"), CancelRequestedAt = At("cancel_requested_at"), LastEvent = At("last_event"),
        DependenciesMet = At("dependencies_met"), HasDependents = At("has_dependents"), ReceiptToken = At("receipt_token"), ReceiptDigest = At("receipt_digest"), CallbackDue = At("callback_due");

    internal static Job Read(Row row) => new()
    {
        Spec = SpecRest.Read(row.TextOrNull(Spec), ReadSpec(row)),
        Version = row.Long(Version),
        Status = JobStatusText.Parse(row.Text(Status)),
        ReadyAt = row.At(ReadyAt),
        CreatedAt = row.At(CreatedAt),
        UpdatedAt = row.At(UpdatedAt),
        StartedAt = row.AtOrNull(StartedAt),
        FinishedAt = row.AtOrNull(FinishedAt),
        Attempt = row.Number(Attempt),
        Failures = row.Number(Failures),
        Losses = row.Number(Losses),
        Progress = row.Number(Progress),
        Message = row.Text(Message),
        DocumentId = row.TextOrNull(DocumentId),
        Result = row.TextOrNull(Result),
        Error = row.TextOrNull(Error),
        ErrorCode = row.TextOrNull(ErrorCode),
        Skipped = row.Flag(Skipped),
        Reason = row.TextOrNull(Reason),
        Stage = row.Number(Stage),
        Input = ReadInput(row),
        Lease = ReadLease(row),
        CancelRequestedAt = row.AtOrNull(CancelRequestedAt),
        LastEvent = row.Number(LastEvent),
        DependenciesMet = row.Flag(DependenciesMet),
        HasDependents = row.Flag(HasDependents),
        Receipt = row.TextOrNull(ReceiptToken) is { } token ? new ReportReceipt(new LeaseToken(token), row.Text(ReceiptDigest)) : null,
        CallbackDue = row.Flag(CallbackDue),
        TakenOver = row.Flag(TakenOver),
    };

    private static JobSpec ReadSpec(Row row) => new()
    {
        Id = new JobId(row.Text(Id)),
        Type = row.Text(Type),
        Queue = new QueueName(row.Text(Queue)),
        Tracked = row.Flag(Tracked) || row.Flag(TakenOver),
        AwaitInput = row.Flag(AwaitInput),
        Payload = row.TextOrNull(Payload),
        Metadata = row.TextOrNull(Metadata),
        Priority = row.Number(Priority),
        MaxAttempts = row.Number(MaxAttempts),
        Deadline = row.AtOrNull(Deadline),
        UniqueKey = row.TextOrNull(UniqueKey),
        ConcurrencyKey = row.Text(ConcurrencyKey) is { Length: > 0 } key ? key : null,
        Tags = row.TextOrNull(Tags) is { } tags ? [.. JsonSerializer.Deserialize(tags, SpecJson.Default.StringArray) ?? []] : [],
    };

    private static JobInput? ReadInput(Row row) => row.TextOrNull(InputType) is not { } type ? null : new JobInput
    {
        ContentType = type,
        Length = row.Long(InputLength),
        FileId = row.TextOrNull(InputFile),
        FileName = row.TextOrNull(InputName),
        Attributes = row.TextOrNull(InputAttributes),
    };

    private static Lease? ReadLease(Row row) => row.TextOrNull(LeaseToken) is { } token
        ? new Lease(new LeaseToken(token), new WorkerId(row.Text(LeaseWorker)), row.At(LeaseGrantedAt))
        : null;

    private static int At(string column) => Array.FindIndex(JobColumns.All, known => known.Name == column);
}
