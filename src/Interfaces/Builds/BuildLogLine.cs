namespace GrainJobs.Builds;

/// <summary>One log line of a build, numbered from 1 in the order acknowledged; 0: not numbered yet. Level: info, warn or error.</summary>
[GenerateSerializer, Immutable, Alias("gj.BuildLogLine")]
public sealed record BuildLogLine(
    [property: Id(0)] long Seq,
    [property: Id(1)] DateTimeOffset At,
    [property: Id(2)] string Level,
    [property: Id(3)] string Message);
