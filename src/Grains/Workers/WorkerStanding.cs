namespace GrainJobs.Workers;

/// <summary>A worker's row with counts from the rows of what it works on.</summary>
internal sealed record WorkerStanding(WorkerRecord Record, long Held, long Completed, long Failed)
{
    public WorkerView ToView(DateTimeOffset now, TimeSpan heartbeatLimit) => new()
    {
        Id = Record.Id,
        Name = Record.Name,
        Status = Record.StatusAt(now, heartbeatLimit, Held),
        Capacity = Record.Capacity,
        Platforms = Record.Platforms,
        Capabilities = Record.Capabilities,
        Draining = Record.Draining,
        RegisteredAt = Record.RegisteredAt,
        SeenAt = Record.SeenAt,
        Held = Held,
        Generation = Record.Generation,
    };
}
