namespace GrainJobs.Jobs;

/// <summary>One line of a job's event log, numbered from 1 without gaps. <see cref="Data"/> is JSON text.</summary>
[GenerateSerializer, Immutable, Alias("gj.JobEvent")]
public sealed record JobEvent(
    [property: Id(0)] int Seq,
    [property: Id(1)] string Type,
    [property: Id(2)] DateTimeOffset At,
    [property: Id(3)] string? Data);
