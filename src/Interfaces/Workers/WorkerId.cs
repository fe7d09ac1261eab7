using System.Buffers;

namespace GrainJobs.Workers;

/// <summary>A worker's id: 1 to 128 characters of <c>A-Z a-z 0-9 _ . : -</c>. Those that begin with <c>silo:</c> are the silos' own.</summary>
[GenerateSerializer, Immutable, Alias("gj.WorkerId")]
public readonly record struct WorkerId([property: Id(0)] string Value)
{
    /// <summary>The longest id in characters.</summary>
    public const int LongestLength = 128;

    /// <summary>Begins the ids of the workers inside silos; refused from outside.</summary>
    public const string SiloPrefix = "silo:";

    private static readonly SearchValues<char> Allowed =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.:-");

    public static bool IsValid(string? text) =>
        text is { Length: > 0 and <= LongestLength } && !text.AsSpan().ContainsAnyExcept(Allowed)
        && !text.StartsWith(SiloPrefix, StringComparison.OrdinalIgnoreCase);

    public bool IsSilo => Value.StartsWith(SiloPrefix, StringComparison.Ordinal);

    public override string ToString() => Value;
}
