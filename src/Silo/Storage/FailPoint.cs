namespace GrainJobs.Storage;

/// <summary>Places where a test may make a commit fail.</summary>
internal enum FailPoint
{
    /// <summary>The batch is not sent.</summary>
    BeforeCommit,

    /// <summary>The batch is durable, its answer is lost.</summary>
    AfterCommitBeforeAcknowledge,
}
