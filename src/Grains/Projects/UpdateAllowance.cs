namespace GrainJobs.Projects;

/// <summary>Updates left in the hour; both absent when there is no limit.</summary>
internal readonly record struct UpdateAllowance(int? Remaining, DateTimeOffset? ResetAt)
{
    public bool IsUsedUp => Remaining == 0;
}
