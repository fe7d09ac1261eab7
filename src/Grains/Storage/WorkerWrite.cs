using GrainJobs.Workers;

namespace GrainJobs.Storage;

/// <summary>A worker's next state.</summary>
internal sealed record WorkerWrite(WorkerRecord Next, long ExpectedVersion) : StoreWrite
{
    private const int RowSize = 200;

    /// <summary>The row must not exist.</summary>
    public bool IsInsert => ExpectedVersion == 0;

    public override string Key => "worker/" + Next.Id.Value;

    public override int Size => RowSize + (Next.Capabilities?.Length ?? 0);

    public override bool IsStorable =>
        StoredText.IsStorable(Next.Name) && StoredText.IsStorable(Next.Capabilities) && Next.Platforms.All(StoredText.IsStorable);
}
