using GrainJobs.Builds;
using GrainJobs.Workers;

namespace GrainJobs.Storage;

/// <summary>Writes of the lower-volume rows, each as a few statements: the first one guards, and what follows finds a row only if it did.</summary>
internal static class RowWrites
{
    internal static SqlChange[] Of(StoreWrite write) => write switch
    {
        BuildWrite build => BuildChanges.Of(build),
        BuildLogWrite log => BuildChanges.Of(log),
        WorkerWrite worker => WorkerChanges.Of(worker),
        _ => throw new ArgumentOutOfRangeException(nameof(write)),
    };
}
