namespace GrainJobs.Requests;

/// <summary>An HTTP answer kept for repetitions.</summary>
[GenerateSerializer, Immutable, Alias("gj.RequestAnswer")]
public sealed record RequestAnswer(
    [property: Id(0)] int Status,
    [property: Id(1)] string ContentType,
    [property: Id(2)] byte[] Body,
    [property: Id(3)] string? Location);
