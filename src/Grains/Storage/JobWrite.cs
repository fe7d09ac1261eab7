using System.Collections.Immutable;
using GrainJobs.Jobs;

namespace GrainJobs.Storage;

/// <summary>A job's next state with its events and, when given, its input bytes. Dependencies are written with the insert.</summary>
internal sealed record JobWrite(Job Next, long ExpectedVersion, ImmutableArray<JobEvent> Events) : StoreWrite
{
    private const int RowSize = 300;

    /// <summary>Replaces the bytes beside the row; absent: leaves them.</summary>
    public byte[]? Input { get; init; }

    /// <summary>The row must not exist.</summary>
    public bool IsInsert => ExpectedVersion == 0;

    public override string Key => "job/" + Next.Id.Value;

    public override int Size => RowSize + (Next.Spec.Payload?.Length ?? 0) + (Next.Result?.Length ?? 0) + (Input?.Length ?? 0);
}
