using GrainJobs.Hosting;

namespace GrainJobs.Builds;

/// <summary>What builds are accepted.</summary>
internal sealed record BuildSettings
{
    private const string Standard = "ios,android,linux,project,any";
    private const int LongestName = 64;

    /// <summary>Accepted platforms.</summary>
    public required IReadOnlyList<string> Platforms { get; init; }

    internal static BuildSettings Read(Settings settings)
    {
        string[] platforms = (settings.Text("Builds:Platforms") ?? Standard).Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (platforms.Length == 0 || !Array.TrueForAll(platforms, name => name.Length <= LongestName && BuildId.IsValid(name)))
        {
            settings.Refuse("Builds:Platforms", "must be names of 1 to 64 characters of A-Z a-z 0-9 _ . : -, separated by commas");
        }

        return new() { Platforms = platforms };
    }
}
