using GrainJobs.Http;

namespace GrainJobs.Leases;

/// <summary>An order as its word.</summary>
internal sealed class LeaseOrderWord : EnumWord<LeaseOrder>;
