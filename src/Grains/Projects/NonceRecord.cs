namespace GrainJobs.Projects;

/// <summary>What is kept of a nonce. Stored by the ADO.NET provider and swept when it can't be used again.</summary>
[GenerateSerializer, Alias("gj.NonceRecord")]
internal sealed class NonceRecord
{
    [Id(0)]
    public DateTimeOffset UsedAt { get; set; }

    [Id(1)]
    public Guid UsedBy { get; set; }
}
