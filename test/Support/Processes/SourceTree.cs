namespace GrainJobs.Processes;

/// <summary>Where the repository and the programs built from it are.</summary>
public static class SourceTree
{
    /// <summary>The folder that holds GrainJobs.sln.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>Debug or Release, whichever the tests were built as.</summary>
    public static string Configuration { get; } = AppContext.BaseDirectory.Contains("/Release/", StringComparison.Ordinal) ? "Release" : "Debug";

    /// <summary>The built program of <c>src/{project}</c>; throws when it was not built.</summary>
    public static string Program(string project)
    {
        string path = Path.Combine(Root, "src", project, "bin", Configuration, "net10.0", $"GrainJobs.{project}.dll");
        return File.Exists(path) ? path : throw new FileNotFoundException($"Build src/{project} ({Configuration}) first.", path);
    }

    private static string FindRoot()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "GrainJobs.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new DirectoryNotFoundException($"No GrainJobs.sln above {AppContext.BaseDirectory}.");
    }
}
