namespace GrainJobs.Stats;

/// <summary>The service in five numbers.</summary>
internal sealed record StatsView(long NodesOnline, long BuildsQueued, long ActiveBuilds, long BuildsToday, long TotalBuilds);
