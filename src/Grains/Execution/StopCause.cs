namespace GrainJobs.Execution;

/// <summary>Why an attempt was told to stop. No cause and stopped: its time limit.</summary>
internal enum StopCause
{
    /// <summary>Its job is to be cancelled.</summary>
    Cancelled,

    /// <summary>Its lease is over.</summary>
    Lost,

    /// <summary>The silo stops.</summary>
    Shutdown,
}
