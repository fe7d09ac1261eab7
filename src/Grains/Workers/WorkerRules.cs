namespace GrainJobs.Workers;

/// <summary>Every change of a worker's record as a pure function.</summary>
internal static class WorkerRules
{
    /// <summary>A token is replaced at a registration after this long; the one before stays good until the next time.</summary>
    public static readonly TimeSpan RotateAfter = TimeSpan.FromHours(24);

    /// <summary>It introduces itself, or does so again: alive; it keeps its name, and what it says nothing of.</summary>
    public static WorkerRecord Register(WorkerRecord record, WorkerRegistration said, DateTimeOffset now)
    {
        var known = record.IsRegistered;
        var described = known && said.Capabilities is null
            ? record
            : record with { Capabilities = said.Capabilities, Platforms = said.Platforms, Capacity = said.Capacity };
        return Rotate(
            described with
            {
                Name = known ? record.Name : said.Name ?? WorkerRecord.Unnamed,
                IsRegistered = true,
                Offline = false,
                Draining = known && record.Draining,
                RegisteredAt = known ? record.RegisteredAt : now,
                SeenAt = now,
            },
            now);
    }

    /// <summary>An unknown one that asks for jobs, with the capacity it asks for.</summary>
    public static WorkerRecord Appear(WorkerRecord record, int capacity, DateTimeOffset now) => record.IsRegistered
        ? record
        : Register(record, new() { Name = record.Id.Value, Capacity = capacity }, now);

    /// <summary>It leaves: its tokens end.</summary>
    public static WorkerRecord Leave(WorkerRecord record, DateTimeOffset now) => record with
    {
        IsRegistered = false,
        Generation = record.Generation + 1,
        OldestGeneration = record.Generation + 1,
        GenerationAt = now,
    };

    public static bool Admits(WorkerRecord record, int generation) =>
        record.IsRegistered && generation >= record.OldestGeneration && generation <= record.Generation;

    private static WorkerRecord Rotate(WorkerRecord record, DateTimeOffset now)
    {
        if (record.GenerationAt == default)
        {
            return record with { GenerationAt = now };
        }

        return now - record.GenerationAt < RotateAfter
            ? record
            : record with { Generation = record.Generation + 1, OldestGeneration = record.Generation, GenerationAt = now };
    }
}
