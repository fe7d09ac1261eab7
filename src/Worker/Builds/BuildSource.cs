namespace GrainJobs.Builds;

/// <summary>An unpacked source: where it begins and what it asks for.</summary>
/// <param name="Root">The folder that the command runs in and artifacts are looked for in.</param>
internal sealed record BuildSource(string Root, BuildPlan Plan)
{
    private const long LongestPlanBytes = 1024 * 1024;

    /// <summary>Looks for the plan in the folder, or in its only folder, as archives of a repository have it.</summary>
    /// <param name="command">The agent's own command: replaces the plan's, and makes the plan optional.</param>
    internal static BuildSource Open(string folder, string? command)
    {
        string root = File.Exists(Path.Combine(folder, BuildPlan.FileName)) ? folder : OnlyFolder(folder) ?? folder;
        FileInfo file = new(Path.Combine(root, BuildPlan.FileName));
        return (file.Exists, command) switch
        {
            (true, _) when file.Length > LongestPlanBytes => throw new PlanRefusedException($"{BuildPlan.FileName} is longer than {LongestPlanBytes} bytes."),
            (true, _) => new BuildSource(root, BuildPlanReader.Read(File.ReadAllText(file.FullName), command)),
            (false, { } own) => new BuildSource(root, new BuildPlan { Command = BuildPlanReader.Shell(own) }),
            _ => throw new PlanRefusedException($"The source has no {BuildPlan.FileName} at its top, and the agent was given no --command."),
        };
    }

    private static string? OnlyFolder(string folder) => Directory.GetFileSystemEntries(folder) is [var only] && Directory.Exists(only) ? only : null;
}
