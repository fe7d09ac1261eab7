using System.Text.Json;

namespace GrainJobs.Jobs;

/// <summary>What happened to a job, oldest first.</summary>
public sealed record JobHistory(IReadOnlyList<JobHappening> Events, string? NextCursor);

/// <summary>One numbered event of a job.</summary>
public sealed record JobHappening(long Seq, string Type, DateTimeOffset At, JsonElement? Data);
