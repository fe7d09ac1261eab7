namespace GrainJobs.Processes;

/// <summary>A new empty folder for one test, deleted with everything in it at the end.</summary>
public sealed class ScratchFolder : IDisposable
{
    /// <summary>Its absolute path.</summary>
    public string Path { get; } = Directory.CreateTempSubdirectory("grainjobs-test-").FullName;

    /// <summary>A path in it; nothing is created.</summary>
    public string File(string name) => System.IO.Path.Combine(Path, name);

    public void Dispose()
    {
        if (Directory.Exists(Path))
        {
            Directory.Delete(Path, recursive: true);
        }
    }
}
