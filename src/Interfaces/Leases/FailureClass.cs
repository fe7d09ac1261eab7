namespace GrainJobs.Leases;

/// <summary>Why an attempt failed, which decides what happens next.</summary>
public enum FailureClass
{
    /// <summary>The job's own doing: counts against the attempts.</summary>
    User,

    /// <summary>No retry would help: final at once.</summary>
    Permanent,

    /// <summary>May pass: counts against the attempts.</summary>
    Transient,

    /// <summary>The attempt ran too long: counts against the attempts.</summary>
    Timeout,

    /// <summary>The worker's machine failed: counts as a loss, not as an attempt.</summary>
    Infrastructure,
}
