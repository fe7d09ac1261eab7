namespace GrainJobs.Processes;

/// <summary>How the processes of one installation are configured.</summary>
public sealed record ServerOptions
{
    /// <summary>The admin key of every installation a test starts.</summary>
    public const string AdminKey = "test-admin-key-0123456789-0123456789";

    /// <summary>PostgreSQL; null: embedded SQLite.</summary>
    public string? ConnectionString { get; init; }

    /// <summary><c>Data__Path</c>, shared by all gateways.</summary>
    public required string DataFolder { get; init; }

    /// <summary>Further settings by their environment names, such as <c>Leases__Duration</c>; null takes one away.</summary>
    public IReadOnlyDictionary<string, string?> Settings { get; init; } = new Dictionary<string, string?>();

    /// <summary>How long a process gets until it is ready.</summary>
    public TimeSpan StartLimit { get; init; } = TimeSpan.FromSeconds(60);
}
