using System.Buffers;

namespace GrainJobs.Jobs;

/// <summary>A job's id: 1 to 128 characters of <c>A-Z a-z 0-9 _ . : -</c>. Generated ones sort by time.</summary>
[GenerateSerializer, Immutable, Alias("gj.JobId")]
public readonly record struct JobId([property: Id(0)] string Value) : IComparable<JobId>
{
    /// <summary>The longest id in characters.</summary>
    public const int LongestLength = 128;

    private static readonly SearchValues<char> Allowed =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.:-");

    /// <summary>A new id that sorts after those made before <paramref name="now"/>.</summary>
    public static JobId New(DateTimeOffset now) => new(OrderedId.New(now));

    /// <summary>Whether the text is an id.</summary>
    public static bool IsValid(string? text) =>
        text is { Length: > 0 and <= LongestLength } && !text.AsSpan().ContainsAnyExcept(Allowed);

    public int CompareTo(JobId other) => string.CompareOrdinal(Value, other.Value);

    public override string ToString() => Value;
}
