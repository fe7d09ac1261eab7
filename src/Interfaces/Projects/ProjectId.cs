using System.Buffers;

namespace GrainJobs.Projects;

/// <summary>A project's id: 1 to 100 characters of <c>A-Z a-z 0-9 _ -</c>.</summary>
[GenerateSerializer, Immutable, Alias("gj.ProjectId")]
public readonly record struct ProjectId([property: Id(0)] string Value)
{
    /// <summary>The longest id in characters.</summary>
    public const int LongestLength = 100;

    private static readonly SearchValues<char> Allowed = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-");

    /// <summary>Whether the text is an id. Users and operations have ids of the same shape.</summary>
    public static bool IsValid(string? text) => text is { Length: > 0 and <= LongestLength } && !text.AsSpan().ContainsAnyExcept(Allowed);

    public override string ToString() => Value;
}
