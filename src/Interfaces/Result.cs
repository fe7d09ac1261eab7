using System.Diagnostics.CodeAnalysis;

namespace GrainJobs;

/// <summary>A value, or the refusal that stands in its place.</summary>
/// <typeparam name="T">What a success carries.</typeparam>
[GenerateSerializer, Immutable, Alias("gj.Result`1")]
public readonly record struct Result<T>
{
    private Result(T? value, Refusal? refusal)
    {
        Value = value;
        Refusal = refusal;
    }

    /// <summary>The value; absent when refused.</summary>
    [Id(0)]
    public T? Value { get; init; }

    /// <summary>Why not; absent on success.</summary>
    [Id(1)]
    public Refusal? Refusal { get; init; }

    /// <summary>Whether it was refused.</summary>
    [MemberNotNullWhen(true, nameof(Refusal))]
    [MemberNotNullWhen(false, nameof(Value))]
    public bool IsRefused => Refusal is not null;

    /// <summary>A success.</summary>
    public static Result<T> Ok(T value) => new(value, null);

    /// <summary>A refusal.</summary>
    public static Result<T> No(Refusal refusal) => new(default, refusal);

    /// <summary>A refusal of that code.</summary>
    public static Result<T> No(string code, string detail) => new(default, new Refusal(code, detail));

    public static implicit operator Result<T>(T value) => Ok(value);

    public static implicit operator Result<T>(Refusal refusal) => No(refusal);
}
