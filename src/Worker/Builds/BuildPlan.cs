namespace GrainJobs.Builds;

/// <summary>What a source asks its builder to do: the content of <c>grainjobs.json</c>, checked.</summary>
internal sealed record BuildPlan
{
    internal const string FileName = "grainjobs.json";
    internal static readonly TimeSpan DefaultTimeLimit = TimeSpan.FromHours(1);

    /// <summary>The program and its arguments.</summary>
    public required IReadOnlyList<string> Command { get; init; }

    /// <summary>Globs below the source folder; what they match is the result.</summary>
    public IReadOnlyList<string> Artifacts { get; init; } = [];

    /// <summary>The command is killed after this long.</summary>
    public TimeSpan TimeLimit { get; init; } = DefaultTimeLimit;

    /// <summary>Set for the command.</summary>
    public IReadOnlyDictionary<string, string> Env { get; init; } = new Dictionary<string, string>();

    /// <summary>Names of secrets that the agent's operator keeps, set for the command as variables and masked in its log.</summary>
    public IReadOnlyList<string> Secrets { get; init; } = [];
}
