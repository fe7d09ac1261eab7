namespace GrainJobs.Jobs;

/// <summary>One log line of a job, numbered from 1 in the order acknowledged. Level: info, warn or error.</summary>
[GenerateSerializer, Immutable, Alias("gj.JobLogLine")]
public sealed record JobLogLine(
    [property: Id(0)] long Seq,
    [property: Id(1)] DateTimeOffset At,
    [property: Id(2)] string Level,
    [property: Id(3)] string Message);
