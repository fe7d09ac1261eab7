namespace GrainJobs.Workers;

/// <summary>What is kept of a worker. Stored by the ADO.NET provider.</summary>
[GenerateSerializer, Alias("gj.WorkerRecord")]
internal sealed class WorkerRecord
{
    /// <summary>Leases it may hold at once; 0: it was never registered.</summary>
    [Id(0)]
    public int Capacity { get; set; }

    [Id(1)]
    public DateTimeOffset RegisteredAt { get; set; }

    /// <summary>It is to take no new work.</summary>
    [Id(2)]
    public bool Draining { get; set; }
}
