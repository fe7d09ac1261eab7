namespace GrainJobs.Builds;

/// <summary>What a command told its agent: lines of <c>name=value</c> in the file that GRAINJOBS_OUTPUT names. Known: <c>preview_url</c>.</summary>
internal static class BuildOutput
{
    private const long LongestBytes = 64 * 1024;

    /// <summary>The last value of each name; empty when there is no file, or it is no such file.</summary>
    internal static Dictionary<string, string> Read(string path)
    {
        FileInfo file = new(path);
        return file is { Exists: true, LinkTarget: null, Length: > 0 and <= LongestBytes }
            ? File.ReadLines(path).Select(line => line.Split('=', 2)).Where(parts => parts.Length == 2)
                .GroupBy(parts => parts[0].Trim()).ToDictionary(group => group.Key, group => group.Last()[1].Trim())
            : [];
    }
}
