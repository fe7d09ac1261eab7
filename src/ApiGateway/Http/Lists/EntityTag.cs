using System.Globalization;
using Microsoft.Net.Http.Headers;

namespace GrainJobs.Http;

/// <summary>Versions as entity tags.</summary>
internal static class EntityTag
{
    internal static string Of(long version) => string.Create(CultureInfo.InvariantCulture, $"\"{version}\"");

    /// <summary>Whether the client already has this version (<c>If-None-Match</c>, compared weakly as the standard says).</summary>
    internal static bool IsKnown(HttpRequest request, string tag)
    {
        var current = EntityTagHeaderValue.Parse(tag);
        return EntityTagHeaderValue.TryParseList([.. request.Headers.IfNoneMatch.OfType<string>()], out var known)
            && known.Any(one => one.Equals(EntityTagHeaderValue.Any) || one.Compare(current, useStrongComparison: false));
    }
}
