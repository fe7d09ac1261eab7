namespace GrainJobs.Leases;

/// <summary>What a heartbeat tells a worker to do with one lease.</summary>
public enum LeaseOrder
{
    /// <summary>Go on: the lease was renewed.</summary>
    Continue,

    /// <summary>Stop: its job is to be cancelled.</summary>
    Cancel,

    /// <summary>Stop: the lease is over, nothing it reports will count.</summary>
    Lost,
}
