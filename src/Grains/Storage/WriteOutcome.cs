namespace GrainJobs.Storage;

/// <summary>What became of one write.</summary>
internal enum WriteOutcome
{
    /// <summary>Durable.</summary>
    Committed,

    /// <summary>The row is not at the expected version (or exists already, for an insert): nothing was written.</summary>
    Conflict,

    /// <summary>The database refuses the content: nothing was written.</summary>
    Rejected,
}
