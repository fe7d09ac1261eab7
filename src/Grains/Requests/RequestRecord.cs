namespace GrainJobs.Requests;

/// <summary>What is kept of an idempotency key. Stored by the ADO.NET provider and swept after a day.</summary>
[GenerateSerializer, Alias("gj.RequestRecord")]
internal sealed class RequestRecord
{
    [Id(0)]
    public string? Fingerprint { get; set; }

    [Id(1)]
    public RequestAnswer? Answer { get; set; }

    [Id(2)]
    public DateTimeOffset BegunAt { get; set; }
}
