namespace GrainJobs.Projects;

/// <summary>A signed update.</summary>
internal sealed record UpdateBody
{
    public string? ProjectId { get; init; }

    /// <summary>What to change, in words.</summary>
    public string? Prompt { get; init; }

    public string? UserId { get; init; }

    /// <summary>react, nextjs, vue or svelte.</summary>
    public string? Framework { get; init; }

    /// <summary>The same one again is the same build.</summary>
    public string? OperationId { get; init; }

    /// <summary>Where the build's end is announced.</summary>
    public string? WebhookUrl { get; init; }
}
