namespace GrainJobs.Storage;

/// <summary>Removes a batch that holds nothing any more. One that stays behind is removed when its queue is next activated.</summary>
internal sealed record LeaseBatchEnd(long BatchId) : StoreWrite
{
    public override string Key => $"batch/end/{BatchId}";

    public override int Size => 50;

    public override bool IsStorable => true;
}
