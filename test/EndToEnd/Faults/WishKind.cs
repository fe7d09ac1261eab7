namespace GrainJobs.Faults;

/// <summary>What a client of the load wants.</summary>
internal enum WishKind
{
    Outside,
    Inside,
    InsideAtSecondTry,
    Delayed,
    LateInput,
    Cancelled,
}
