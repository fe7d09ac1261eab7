namespace GrainJobs.Histories;

/// <summary>What a client did.</summary>
public enum ObservationKind
{
    Submitted,
    Read,
    Streamed,
    InputSent,
    Granted,
    Beat,
    Reported,
    CancelAsked,
    Deleted,
}
