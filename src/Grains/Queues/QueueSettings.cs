namespace GrainJobs.Queues;

/// <summary>What an operator set, and when the queue was recovered lately. Stored by the ADO.NET provider.</summary>
[GenerateSerializer, Alias("gj.QueueSettings")]
internal sealed class QueueSettings
{
    [Id(0)]
    public bool Paused { get; set; }

    [Id(1)]
    public bool Draining { get; set; }

    [Id(2)]
    public string? PausedBy { get; set; }

    [Id(3)]
    public QueueLimits Limits { get; set; } = new();

    /// <summary>When the queue started anew with leases held, the latest last; a few.</summary>
    [Id(4)]
    public List<DateTimeOffset> Recoveries { get; set; } = [];

    /// <summary>Concurrency keys that are passed over, and who paused each.</summary>
    [Id(5)]
    public Dictionary<string, string> PausedKeys { get; set; } = [];

    public bool Stopped => Paused || Draining;
}
