using GrainJobs.Http;

namespace GrainJobs.Leases;

/// <summary>A failure's class as its word.</summary>
internal sealed class FailureClassWord : EnumWord<FailureClass>;
