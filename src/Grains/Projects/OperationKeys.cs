namespace GrainJobs.Projects;

/// <summary>By which keys an update is known when it comes again.</summary>
internal static class OperationKeys
{
    /// <summary>A signature lives as long as its timestamp can be valid: the tolerance before and after.</summary>
    private static readonly TimeSpan SignatureKept = TimeSpan.FromSeconds(240);

    private static readonly TimeSpan OperationKept = TimeSpan.FromDays(30);

    public static IReadOnlyList<string> Of(ProjectUpdate update) =>
    [
        .. update.OperationId is { } operation ? (string[])["operation/" + operation] : [],
        .. update.Signatures.Select(signature => "signature/" + signature),
    ];

    public static IEnumerable<ProjectOperation> Remember(ProjectUpdate update, ProjectBuild build) => Of(update).Select(key => new ProjectOperation(
        key, build.BuildId, build.CreatedAt + (key.StartsWith("operation/", StringComparison.Ordinal) ? OperationKept : SignatureKept)));
}
