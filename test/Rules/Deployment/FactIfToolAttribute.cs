namespace GrainJobs.Deployment;

/// <summary>A fact that needs a program of the machine; where it is missing the test is counted as skipped, with the reason.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class FactIfToolAttribute : FactAttribute
{
    public FactIfToolAttribute(string tool)
    {
        Tool = tool;
        if (!(Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(folder => File.Exists(Path.Combine(folder, tool))))
        {
            Skip = $"{tool} is not installed here";
        }
    }

    /// <summary>The program, as found on the PATH.</summary>
    public string Tool { get; }
}
