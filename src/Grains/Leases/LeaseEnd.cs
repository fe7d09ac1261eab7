namespace GrainJobs.Leases;

/// <summary>Why a lease ended without a report.</summary>
internal enum LeaseEnd
{
    /// <summary>No heartbeat in time, or the worker's silo died.</summary>
    Lost,

    /// <summary>The attempt ran longer than its time limit.</summary>
    TimeLimit,

    /// <summary>The job's total deadline passed.</summary>
    Deadline,

    /// <summary>The worker did not stop in time after a cancellation.</summary>
    CancelLimit,

    /// <summary>A worker of the classic protocol made no sign of life for the heartbeat limit.</summary>
    Silent,
}
