using System.IO.Compression;
using GrainJobs.Processes;
using Microsoft.Extensions.FileSystemGlobbing;
using Microsoft.Win32.SafeHandles;

namespace GrainJobs.Builds;

/// <summary>Packs what a build made. Links are never followed: they could lead to files that are not the build's.</summary>
internal static class Artifacts
{
    private const int MostFiles = 200_000;
    private const int BufferBytes = 64 * 1024;

    // A build that declares nothing may still put its result here.
    private static readonly string[] Usual = ["artifacts/**"];
    private static readonly EnumerationOptions NoLinks = new() { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint, IgnoreInaccessible = true };

    /// <summary>Writes the zip; false when there is nothing to pack. A declared glob that matches nothing refuses the build.</summary>
    internal static bool Pack(BuildSource source, string zip, CancellationToken stop)
    {
        string[] all = [.. Directory.EnumerateFiles(source.Root, "*", NoLinks).Take(MostFiles + 1)];
        if (all.Length > MostFiles)
        {
            throw new PlanRefusedException($"The build folder has more than {MostFiles} files.");
        }

        string? barren = source.Plan.Artifacts.FirstOrDefault(glob => !Matching(source.Root, all, [glob]).Any());
        if (barren is not null)
        {
            throw new PlanRefusedException($"artifacts: nothing matches '{barren}' after the build.", "user");
        }

        string[] chosen = [.. Matching(source.Root, all, source.Plan.Artifacts is { Count: > 0 } declared ? declared : Usual).Order(StringComparer.Ordinal)];
        if (chosen.Length > 0)
        {
            Write(source.Root, chosen, zip, stop);
        }

        return chosen.Length > 0;
    }

    private static IEnumerable<string> Matching(string root, string[] all, IReadOnlyList<string> globs)
    {
        Matcher matcher = new(StringComparison.Ordinal);
        matcher.AddIncludePatterns(globs);
        return matcher.Match(root, all).Files.Select(file => file.Path);
    }

    private static void Write(string root, string[] names, string path, CancellationToken stop)
    {
        using FileStream file = new(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, BufferBytes);
        using ZipArchive zip = new(file, ZipArchiveMode.Create);
        byte[] buffer = new byte[BufferBytes];
        foreach (string name in names)
        {
            stop.ThrowIfCancellationRequested();
            string from = Path.Combine(root, name);
            ZipArchiveEntry entry = zip.CreateEntry(name, CompressionLevel.Fastest);
            entry.ExternalAttributes = (int)((0x8000u | (uint)File.GetUnixFileMode(from)) << 16);
            using SafeFileHandle handle = Posix.OpenToRead(from);
            using FileStream content = new(handle, FileAccess.Read, bufferSize: 0);
            using Stream packed = entry.Open();
            for (int read = content.Read(buffer); read > 0; read = content.Read(buffer))
            {
                stop.ThrowIfCancellationRequested();
                packed.Write(buffer, 0, read);
            }
        }
    }
}
