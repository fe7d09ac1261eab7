namespace GrainJobs.ProductImages;

/// <summary>What became of one draft of an order.</summary>
internal enum DraftOutcome
{
    /// <summary>It has its images.</summary>
    Done,

    /// <summary>It went while the job ran: skipped alone.</summary>
    Gone,

    /// <summary>Nothing that could be opened was found.</summary>
    NothingFound,

    /// <summary>The search took too long: tried again with the next attempt.</summary>
    TimedOut,
}
