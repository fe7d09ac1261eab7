namespace GrainJobs.Projects;

/// <summary>The three writes of a build's start, in order.</summary>
internal enum StartStep
{
    /// <summary>All is written.</summary>
    None,

    /// <summary>Phase 1, the project without the build's id.</summary>
    Begin,

    /// <summary>The metrics row.</summary>
    Metrics,

    /// <summary>Phase 2, the build's id alone.</summary>
    Point,
}
