using GrainJobs.Logs;

namespace GrainJobs.Builds;

/// <summary>The secrets that the agent's operator keeps for builds: a folder with a file each, named as the variable.</summary>
internal static class BuildSecrets
{
    private const long LongestBytes = 64 * 1024;

    /// <summary>The values of the names that a plan asks for.</summary>
    internal static Dictionary<string, string> Read(BuildPlan plan, string? folder) => plan.Secrets.Distinct().ToDictionary(name => name, name => Read(name, folder));

    private static string Read(string name, string? folder)
    {
        FileInfo? file = folder is null ? null : new FileInfo(Path.Combine(folder, name));
        if (file is not { Exists: true })
        {
            throw new PlanRefusedException($"secrets: this agent has no secret '{name}' (its operator puts it into the folder of --secrets-dir).");
        }

        string value = file.Length <= LongestBytes ? File.ReadAllText(file.FullName).TrimEnd('\r', '\n') : string.Empty;
        return value.Length >= SecretVariants.Shortest
            ? value
            : throw new PlanRefusedException($"secrets: '{name}' must have from {SecretVariants.Shortest} characters to {LongestBytes} bytes, or it can't be masked.");
    }
}
