namespace GrainJobs;

/// <summary>An expected "no": a stable code, the sentence a person reads, and the request field it is about (absent when it is about the whole).</summary>
[GenerateSerializer, Immutable, Alias("gj.Refusal")]
public sealed record Refusal([property: Id(0)] string Code, [property: Id(1)] string Detail)
{
    /// <summary>Every field that is wrong, with what is wrong; empty unless the code is <see cref="RefusalCode.Invalid"/>.</summary>
    [Id(2)]
    public IReadOnlyDictionary<string, string[]> Fields { get; init; } = NoFields;

    private static readonly IReadOnlyDictionary<string, string[]> NoFields = new Dictionary<string, string[]>();
}
