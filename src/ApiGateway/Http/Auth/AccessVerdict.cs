namespace GrainJobs.Http;

/// <summary>What the access rule says.</summary>
internal enum AccessVerdict
{
    Allowed,

    /// <summary>No credential: 401.</summary>
    Missing,

    /// <summary>A credential that is none of ours: 403.</summary>
    Invalid,

    /// <summary>A genuine credential that does not open this: 403.</summary>
    Forbidden,
}
