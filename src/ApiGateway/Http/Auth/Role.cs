namespace GrainJobs.Http;

/// <summary>What a key may do.</summary>
internal enum Role
{
    /// <summary>Jobs, files, builds, projects; reading queues, workers and statistics.</summary>
    Client,

    /// <summary>Leases, worker routes, and the builds assigned to it.</summary>
    Worker,

    /// <summary>All.</summary>
    Admin,
}
