using GrainJobs.Http;

namespace GrainJobs.Jobs;

/// <summary>A job's status as its lower-case word.</summary>
internal sealed class JobStatusWord : EnumWord<JobStatus>;
