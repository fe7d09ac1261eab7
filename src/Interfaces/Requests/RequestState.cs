namespace GrainJobs.Requests;

/// <summary>Where a request with an idempotency key stands.</summary>
[GenerateSerializer, Immutable, Alias("gj.RequestState")]
public sealed record RequestState
{
    [Id(0)]
    public required RequestPhase Phase { get; init; }

    /// <summary>Present when finished.</summary>
    [Id(1)]
    public RequestAnswer? Answer { get; init; }
}
