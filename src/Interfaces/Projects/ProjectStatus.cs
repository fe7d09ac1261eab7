namespace GrainJobs.Projects;

/// <summary>
/// Where a project's newest build stands; also where each of its builds stands.
/// <code>
/// update -> queued --a worker takes it--> building --> deployed | failed | canceled
///             '--a newer update--> superseded
/// </code>
/// </summary>
public enum ProjectStatus
{
    /// <summary>Waits for a worker. A lease moves it on, or a newer update.</summary>
    Queued,

    /// <summary>A worker has it. Its report moves it on, or the ghost limit.</summary>
    Building,

    /// <summary>Final: built.</summary>
    Deployed,

    /// <summary>Final: failed.</summary>
    Failed,

    /// <summary>Final: cancelled by somebody.</summary>
    Canceled,

    /// <summary>Final: a newer update came while it waited. Only builds end so, never the project.</summary>
    Superseded,
}
