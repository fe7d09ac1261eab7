using System.Collections.Immutable;
using GrainJobs.Jobs;

namespace GrainJobs.Storage;

/// <summary>A job's next state with its events and, when given, its input bytes. Dependencies are written with the insert.</summary>
internal sealed record JobWrite(Job Next, long ExpectedVersion, ImmutableArray<JobEvent> Events) : StoreWrite
{
    private const int RowSize = 300;

    /// <summary>Replaces the bytes beside the row; absent: leaves them.</summary>
    public byte[]? Input { get; init; }

    /// <summary>The way back to the version before, kept for readers who missed it; absent: none is needed, see <see cref="JobUndo"/>.</summary>
    public string? Undo { get; init; }

    /// <summary>The state this one was decided on, at the expected version: when given, columns that stayed need not be sent.</summary>
    public Job? Previous { get; init; }

    /// <summary>The row must not exist.</summary>
    public bool IsInsert => ExpectedVersion == 0;

    public override string Key => "job/" + Next.Id.Value;

    public override int Size => RowSize + (Next.Spec.Payload?.Length ?? 0) + (Next.Result?.Length ?? 0) + (Input?.Length ?? 0) + (Undo?.Length ?? 0);

    public override bool IsStorable => IsStateStorable && (!IsInsert || IsSpecStorable) && Events.All(happened => StoredText.IsStorable(happened.Data));

    private bool IsStateStorable =>
        StoredText.IsStorable(Next.Message) && StoredText.IsStorable(Next.Result) && StoredText.IsStorable(Next.Error)
        && StoredText.IsStorable(Next.Reason) && StoredText.IsStorable(Next.DocumentId)
        && StoredText.IsStorable(Next.Input?.FileName) && StoredText.IsStorable(Next.Input?.ContentType)
        && StoredText.IsStorable(Next.Input?.Attributes);

    private bool IsSpecStorable =>
        StoredText.IsStorable(Next.Spec.Payload) && StoredText.IsStorable(Next.Spec.Metadata) && StoredText.IsStorable(Next.Spec.Type)
        && StoredText.IsStorable(Next.Spec.UniqueKey) && StoredText.IsStorable(Next.Spec.ConcurrencyKey)
        && Next.Spec.Tags.All(StoredText.IsStorable) && Next.Spec.Stages.All(stage => StoredText.IsStorable(stage.JobType));
}
