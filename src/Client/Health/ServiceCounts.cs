namespace GrainJobs.Health;

/// <summary>What the whole service is doing.</summary>
public sealed record ServiceCounts(int NodesOnline, long BuildsQueued, long ActiveBuilds, long BuildsToday, long TotalBuilds);
