using GrainJobs.Jobs;

namespace GrainJobs.Storage;

/// <summary>Removal of finished rows, each database in its way.</summary>
internal abstract class JobRetention
{
    /// <inheritdoc cref="IJobStore.Retire"/>
    internal abstract Task<Retired> Retire(bool failed, DateTimeOffset finishedBefore, int limit);
}
