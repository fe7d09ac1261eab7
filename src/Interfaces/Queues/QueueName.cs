using System.Buffers;

namespace GrainJobs.Queues;

/// <summary>A queue's name: 1 to 100 characters of <c>A-Z a-z 0-9 _ . : -</c>.</summary>
[GenerateSerializer, Immutable, Alias("gj.QueueName")]
public readonly record struct QueueName([property: Id(0)] string Value)
{
    /// <summary>The longest name in characters.</summary>
    public const int LongestLength = 100;

    /// <summary>Where jobs go whose creator names no queue.</summary>
    public static readonly QueueName Default = new("default");

    /// <summary>The queue of builds; jobs can't be put there.</summary>
    public static readonly QueueName Builds = new("builds");

    private static readonly SearchValues<char> Allowed =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.:-");

    public static bool IsValid(string? text) =>
        text is { Length: > 0 and <= LongestLength } && !text.AsSpan().ContainsAnyExcept(Allowed);

    public override string ToString() => Value;
}
