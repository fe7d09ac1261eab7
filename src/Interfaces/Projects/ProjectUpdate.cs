using System.Collections.Immutable;

namespace GrainJobs.Projects;

/// <summary>A signed update as it came in.</summary>
[GenerateSerializer, Immutable, Alias("gj.ProjectUpdate")]
public sealed record ProjectUpdate
{
    [Id(0)]
    public required string Prompt { get; init; }

    [Id(1)]
    public string? UserId { get; init; }

    [Id(2)]
    public string? Framework { get; init; }

    /// <summary>The same one again is the same build.</summary>
    [Id(3)]
    public string? OperationId { get; init; }

    [Id(4)]
    public string? WebhookUrl { get; init; }

    /// <summary>The signatures that were found valid: one of them again within 240 s is the same operation.</summary>
    [Id(5)]
    public ImmutableArray<string> Signatures { get; init; } = [];
}
