using GrainJobs.Archives;
using GrainJobs.Processes;

namespace GrainJobs.Workers;

/// <summary>How an agent was started.</summary>
internal sealed record AgentOptions
{
    public required Uri Server { get; init; }

    /// <summary>The worker or admin key it registers with.</summary>
    public required string Key { get; init; }

    public string? Name { get; init; }

    /// <summary>Empty: all.</summary>
    public IReadOnlyList<string> Platforms { get; init; } = [];

    /// <summary>Builds at once.</summary>
    public int Capacity { get; init; } = 1;

    public required string WorkFolder { get; init; }

    /// <summary>Runs instead of what the sources ask for.</summary>
    public string? Command { get; init; }

    /// <summary>A file a secret that builds may ask for; absent: none.</summary>
    public string? SecretsFolder { get; init; }

    /// <summary>Variables of the agent that builds see, besides the usual ones.</summary>
    public IReadOnlyList<string> PassedVariables { get; init; } = [];

    /// <summary>The account that build commands run as; absent: the agent's own.</summary>
    public Account? Account { get; init; }

    /// <summary>No build command runs longer, whatever its plan says.</summary>
    public TimeSpan TimeLimit { get; init; } = TimeSpan.FromHours(2);

    /// <summary>After SIGTERM running builds get this long; then they are handed back.</summary>
    public TimeSpan DrainLimit { get; init; } = TimeSpan.FromSeconds(18);

    /// <summary>Bytes of a source zip.</summary>
    public long SourceBytes { get; init; } = ArchiveLimits.DefaultSourceBytes;

    internal ArchiveLimits Archives => new() { TotalBytes = 4 * SourceBytes };
}
