namespace GrainJobs.Requests;

/// <summary>What the caller of <see cref="IRequestGrain.Begin"/> is to do.</summary>
public enum RequestPhase
{
    /// <summary>Go ahead: this is the first.</summary>
    Begun,

    /// <summary>The first is still running: 409 with Retry-After.</summary>
    Running,

    /// <summary>Answer the same again.</summary>
    Finished,

    /// <summary>The key was used for other content: 422.</summary>
    Different,
}
