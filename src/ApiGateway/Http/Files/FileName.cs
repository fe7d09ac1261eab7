using Microsoft.Net.Http.Headers;

namespace GrainJobs.Http;

/// <summary>Names and types of files as clients write them: kept to show them again, never used to find anything.</summary>
internal static class FileName
{
    private const int Longest = 255;
    private const string AnyType = "application/octet-stream";

    /// <summary>The name without folders and control characters; null when nothing is left.</summary>
    internal static string? Clean(string? name)
    {
        if (string.IsNullOrEmpty(name))
        {
            return null;
        }

        var last = name[(name.LastIndexOfAny(['/', '\\']) + 1)..];
        var kept = new string([.. last.Where(character => !char.IsControl(character) && !char.IsSurrogate(character)).Take(Longest)]).Trim();
        return kept is "" or "." or ".." ? null : kept;
    }

    /// <summary>A well-formed media type, or octet-stream.</summary>
    internal static string CleanType(string? type) =>
        MediaTypeHeaderValue.TryParse(type, out var parsed) && parsed.MediaType.Length <= 127 ? parsed.MediaType.ToString() : AnyType;
}
