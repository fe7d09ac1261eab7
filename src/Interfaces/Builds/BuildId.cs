using System.Buffers;

namespace GrainJobs.Builds;

/// <summary>A build's id: 1 to 128 characters of <c>A-Z a-z 0-9 _ . : -</c>. Generated ones sort by time.</summary>
[GenerateSerializer, Immutable, Alias("gj.BuildId")]
public readonly record struct BuildId([property: Id(0)] string Value)
{
    /// <summary>The longest id in characters.</summary>
    public const int LongestLength = 128;

    private static readonly SearchValues<char> Allowed =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.:-");

    /// <summary>A new id that sorts after those made before <paramref name="now"/>.</summary>
    public static BuildId New(DateTimeOffset now) => new(OrderedId.New(now));

    public static bool IsValid(string? text) =>
        text is { Length: > 0 and <= LongestLength } && !text.AsSpan().ContainsAnyExcept(Allowed);

    public override string ToString() => Value;
}
