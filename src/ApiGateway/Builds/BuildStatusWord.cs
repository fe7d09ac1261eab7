using GrainJobs.Http;

namespace GrainJobs.Builds;

/// <summary>A status as its word.</summary>
internal sealed class BuildStatusWord : EnumWord<BuildStatus>;
