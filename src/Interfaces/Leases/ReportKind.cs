namespace GrainJobs.Leases;

/// <summary>What the holder of a lease can say. All but progress end the lease.</summary>
public enum ReportKind
{
    Progress,
    Complete,
    Skip,
    Fail,
    Release,
}
