using GrainJobs.Builds;
using GrainJobs.Workers;

namespace GrainJobs.Storage;

/// <summary>Writes that go as a few statements each, those of builds and workers on SQLite only: the first one guards, and what follows finds a row only if it did.</summary>
internal static class RowWrites
{
    internal static SqlChange[] Of(StoreWrite write) => write switch
    {
        BuildWrite build => BuildChanges.Of(build),
        BuildLogWrite log => BuildChanges.Of(log),
        WorkerWrite worker => WorkerChanges.Of(worker),
        LeaseBatchWrite batch => LeaseBatchChanges.Of(batch),
        QueueClaim claim => LeaseBatchChanges.Of(claim),
        LeaseBatchEnd end => LeaseBatchChanges.Of(end),
        _ => throw new ArgumentOutOfRangeException(nameof(write)),
    };
}
