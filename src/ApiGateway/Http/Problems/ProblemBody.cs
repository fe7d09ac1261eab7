namespace GrainJobs.Http;

/// <summary>An RFC 9457 problem with our two members: the sentence in <c>error</c>, the stable <c>code</c>.</summary>
internal sealed record ProblemBody
{
    /// <summary><c>urn:grainjobs:error:</c> and the code.</summary>
    public required string Type { get; init; }

    /// <summary>The HTTP status in words.</summary>
    public required string Title { get; init; }

    public required int Status { get; init; }

    /// <summary>The same sentence as <see cref="Error"/>, under the standard's name.</summary>
    public required string Detail { get; init; }

    /// <summary>What is wrong, for a person.</summary>
    public required string Error { get; init; }

    /// <summary>What is wrong, for a program; listed in docs/errors.md.</summary>
    public required string Code { get; init; }

    /// <summary>Every field that is wrong with its faults; absent when none is.</summary>
    public IReadOnlyDictionary<string, string[]>? Errors { get; init; }
}
