using GrainJobs.Http;

namespace GrainJobs.Workers;

/// <summary>A status as its word.</summary>
internal sealed class WorkerStatusWord : EnumWord<WorkerStatus>;
