using System.Globalization;

namespace GrainJobs.Hosting;

/// <summary>Reads settings and collects what is wrong with them, so that a start fails once with everything to fix.</summary>
public sealed class Settings(IConfiguration configuration)
{
    private readonly List<string> problems = [];

    /// <summary>What is wrong so far.</summary>
    public IReadOnlyList<string> Problems => problems;

    /// <summary>The text of a setting; null when absent or blank.</summary>
    public string? Text(string name) => configuration[name] is { } text && !string.IsNullOrWhiteSpace(text) ? text.Trim() : null;

    /// <summary>A whole number within bounds.</summary>
    public int Number(string name, int fallback, int min, int max) => Read(
        name,
        fallback,
        text => int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null,
        number => number >= min && number <= max,
        string.Create(CultureInfo.InvariantCulture, $"must be a whole number from {min} to {max}"));

    /// <summary><c>true</c> or <c>false</c>.</summary>
    public bool Flag(string name, bool fallback) => Read(
        name, fallback, text => bool.TryParse(text, out var flag) ? flag : null, _ => true, "must be true or false");

    /// <summary>A duration as <c>hh:mm:ss</c> or <c>d.hh:mm:ss</c>. A bare number is refused: .NET would read it as days.</summary>
    public TimeSpan Duration(string name, TimeSpan fallback, TimeSpan min, TimeSpan max) => Read(
        name,
        fallback,
        text => text.Contains(':', StringComparison.Ordinal)
            && TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var duration) ? duration : null,
        duration => duration >= min && duration <= max,
        $"must be a duration as hh:mm:ss from {min:c} to {max:c}");

    /// <summary>A size in bytes or with a unit.</summary>
    public long Bytes(string name, long fallback, long min = 1, long max = long.MaxValue) => Read(
        name,
        fallback,
        text => ByteSize.TryParse(text, out var bytes) ? bytes : null,
        bytes => bytes >= min && bytes <= max,
        "must be a size in bytes or with a unit, such as 65536, 64 KiB or 500 MB"
        + (max == long.MaxValue ? "" : string.Create(CultureInfo.InvariantCulture, $", from {min} to {max} bytes")));

    /// <summary>Notes a problem that a rule of the caller found.</summary>
    public void Refuse(string problem) => problems.Add(problem);

    /// <summary>Notes what is wrong with one setting, under the name it has in the environment.</summary>
    public void Refuse(string name, string rule) => problems.Add(EnvironmentName(name) + " " + rule);

    /// <summary>Ends the start when anything was wrong.</summary>
    public void ThrowIfRefused()
    {
        if (problems.Count > 0)
        {
            throw new BadSettingsException(problems);
        }
    }

    private T Read<T>(string name, T fallback, Func<string, T?> parse, Func<T, bool> fits, string rule)
        where T : struct
    {
        if (Text(name) is not { } text)
        {
            return fallback;
        }

        if (parse(text) is { } value && fits(value))
        {
            return value;
        }

        Refuse(name, rule);
        return fallback;
    }

    private static string EnvironmentName(string name) => name.Replace(":", "__", StringComparison.Ordinal);
}
