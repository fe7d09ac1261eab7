namespace GrainJobs.Projects;

/// <summary>What a look at the signatures found, before any nonce is asked about.</summary>
internal enum SignatureVerdict
{
    /// <summary>At least one is genuine.</summary>
    Genuine,

    /// <summary>None was sent.</summary>
    Missing,

    /// <summary>The timestamp is missing, no number, or too far from now.</summary>
    OutOfTime,

    /// <summary>None is genuine.</summary>
    Wrong,
}
