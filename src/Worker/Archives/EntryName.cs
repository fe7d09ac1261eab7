using System.Text;

namespace GrainJobs.Archives;

/// <summary>Judges the names in an archive. Pure.</summary>
internal static class EntryName
{
    private const int SegmentBytes = 255;

    /// <summary>The name as a relative path with forward slashes; empty for the root itself. Throws for one that leads anywhere else.</summary>
    internal static string Clean(string name, ArchiveLimits limits)
    {
        // On Windows a backslash separates; taking it so everywhere turns "..\x" into what it means.
        string forward = name.Replace('\\', '/');
        string? fault = forward switch
        {
            { Length: 0 } => "is empty",
            _ when forward.Length > limits.NameLength => $"is longer than {limits.NameLength} characters",
            _ when forward.StartsWith('/') => "is absolute",
            _ when forward.Length >= 2 && forward[1] == ':' && char.IsAsciiLetter(forward[0]) => "names a drive",
            _ when forward.Any(char.IsControl) => "holds a control character",
            _ => null,
        };
        string[] segments = forward.Split('/', StringSplitOptions.RemoveEmptyEntries).Where(segment => segment != ".").ToArray();
        fault ??= segments.Contains("..") ? "leads out of the folder"
            : segments.Length > limits.Depth ? $"is more than {limits.Depth} folders deep"
            : segments.Any(segment => Encoding.UTF8.GetByteCount(segment) > SegmentBytes) ? $"has a part longer than {SegmentBytes} bytes"
            : null;
        return fault is null ? string.Join('/', segments) : throw new ArchiveRefusedException($"The archive has an entry whose name {fault}: {Show(name)}");
    }

    private static string Show(string name)
    {
        string cut = name.Length > 80 ? name[..80] + "..." : name;
        return string.Concat(cut.Select(c => char.IsControl(c) || char.IsSurrogate(c) ? '?' : c));
    }
}
