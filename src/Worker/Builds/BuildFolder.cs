namespace GrainJobs.Builds;

/// <summary>The folder of one run, closed to other users and gone afterwards.</summary>
internal sealed class BuildFolder
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    // Who may pass can't see what else is there.
    private const UnixFileMode Passable = UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    internal BuildFolder(string path)
    {
        Path = path;
        Mark = System.IO.Path.GetFileName(path);
    }

    internal string Path { get; }

    /// <summary>The folder's own name: a random id that the build's processes carry.</summary>
    internal string Mark { get; }

    internal string Record => At("run.json");

    internal string SourceZip => At("source.zip");

    /// <summary>Everything that is the build's; the rest is the agent's.</summary>
    internal string Box => At("box");

    internal string Source => At("box/source");

    internal string Certs => At("box/certs");

    internal string Home => At("box/home");

    internal string Temp => At("box/tmp");

    /// <summary>Where the command writes <c>name=value</c> lines for the agent.</summary>
    internal string Output => At("box/output");

    internal string ResultZip => At("result.zip");

    internal BuildFolder Create()
    {
        Directory.CreateDirectory(Path, OwnerOnly | Passable);
        foreach (string folder in (string[])[Box, Home, Temp])
        {
            Directory.CreateDirectory(folder, OwnerOnly);
        }

        return this;
    }

    /// <summary>Removes everything, also what a build made unwritable. Says what resisted, or null.</summary>
    internal string? Delete()
    {
        try
        {
            Open(Path);
            Directory.Delete(Path, recursive: true);
            return null;
        }
        catch (DirectoryNotFoundException)
        {
            return null;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return fault.Message;
        }
    }

    // Folders without write permission keep their content.
    private static void Open(string folder)
    {
        File.SetUnixFileMode(folder, OwnerOnly);
        foreach (string inner in Directory.EnumerateDirectories(folder, "*", new EnumerationOptions { AttributesToSkip = FileAttributes.ReparsePoint }))
        {
            Open(inner);
        }
    }

    private string At(string name) => System.IO.Path.Combine(Path, name);
}
