using System.Globalization;

namespace GrainJobs.Http;

/// <summary>Builds paths: segments and values escaped, absent ones left out.</summary>
internal static class Query
{
    internal static string Escape(string segment) => Uri.EscapeDataString(segment);

    internal static string Of(string path, params ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        List<string> parts = [];
        foreach ((string name, object? value) in parameters)
        {
            if (value is not null)
            {
                parts.Add($"{name}={Uri.EscapeDataString(Convert.ToString(value, CultureInfo.InvariantCulture)!)}");
            }
        }

        return parts.Count == 0 ? path : $"{path}?{string.Join('&', parts)}";
    }

    /// <summary>Whole seconds, as long polls take them.</summary>
    internal static int? Seconds(TimeSpan? wait) => wait is { } time ? (int)Math.Ceiling(Math.Clamp(time.TotalSeconds, 0, 30)) : null;
}
