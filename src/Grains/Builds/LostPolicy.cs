namespace GrainJobs.Builds;

/// <summary>What becomes of a build whose classic worker fell silent.</summary>
public enum LostPolicy
{
    Fail,

    /// <summary>Within the loss budget.</summary>
    Requeue,
}
