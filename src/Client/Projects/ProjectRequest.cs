namespace GrainJobs.Projects;

/// <summary>A request to build a project from a prompt.</summary>
public sealed record ProjectRequest(string ProjectId, string Prompt)
{
    public string? UserId { get; init; }

    /// <summary><c>react</c>, <c>nextjs</c>, <c>vue</c> or <c>svelte</c>.</summary>
    public string? Framework { get; init; }

    /// <summary>The same id gives the same build.</summary>
    public string? OperationId { get; init; }

    public string? WebhookUrl { get; init; }
}

/// <summary>A build of a project that was taken in.</summary>
public sealed record ProjectUpdateAccepted(string BuildId, string JobId, string ProjectId, string? Message);
