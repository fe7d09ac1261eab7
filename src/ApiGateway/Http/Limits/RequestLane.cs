namespace GrainJobs.Http;

/// <summary>What a request counts as.</summary>
internal enum RequestLane
{
    /// <summary>It is worked on all the time.</summary>
    Working,

    /// <summary>It may wait for long.</summary>
    Parked,

    /// <summary>It must be answered under any load.</summary>
    Free,
}
