using GrainJobs.Http;

namespace GrainJobs.Projects;

/// <summary>The project routes.</summary>
public sealed class ProjectsClient
{
    private readonly Gateway gateway;

    internal ProjectsClient(Gateway gateway) => this.gateway = gateway;

    /// <summary>Creates a project, or changes what is said of it.</summary>
    public Task<ProjectSnapshot> PutAsync(string projectId, string? name = null, string? framework = null, CancellationToken stop = default)
        => gateway.SendAsync(
            new Call(HttpMethod.Put, Path(projectId)) { Body = Json.Body(new ProjectChange(name, framework), CamelJson.Default.ProjectChange), Repeatable = true },
            CamelJson.Default.ProjectSnapshot,
            stop);

    /// <summary>The project now.</summary>
    public Task<ProjectSnapshot> GetAsync(string projectId, CancellationToken stop = default)
        => gateway.SendAsync(new Call(HttpMethod.Get, Path(projectId)) { Repeatable = true }, CamelJson.Default.ProjectSnapshot, stop);

    /// <summary>One page of projects, newest first.</summary>
    public Task<ProjectList> ListAsync(int? limit = null, string? cursor = null, CancellationToken stop = default)
        => gateway.SendAsync(
            new Call(HttpMethod.Get, Query.Of("api/projects", ("limit", limit), ("cursor", cursor))) { Repeatable = true },
            CamelJson.Default.ProjectList,
            stop);

    /// <summary>One page of a project's builds, newest first.</summary>
    public Task<ProjectBuildList> BuildsAsync(string projectId, int? limit = null, string? cursor = null, CancellationToken stop = default)
        => gateway.SendAsync(
            new Call(HttpMethod.Get, Query.Of(Path(projectId) + "/builds", ("limit", limit), ("cursor", cursor))) { Repeatable = true },
            CamelJson.Default.ProjectBuildList,
            stop);

    /// <summary>Asks for a build of a project, signed. The operation id makes a repeat safe; absent: a fresh one a call.</summary>
    public Task<ProjectUpdateAccepted> UpdateAsync(ProjectRequest request, string sharedSecret, CancellationToken stop = default)
    {
        ProjectRequest named = request with { OperationId = request.OperationId ?? Guid.NewGuid().ToString("n") };
        SignedCall signed = new(sharedSecret, gateway.Time);
        return gateway.SendAsync(signed.Post("v1/update-project", named), CamelJson.Default.ProjectUpdateAccepted, stop);
    }

    private static string Path(string projectId) => "api/projects/" + Query.Escape(projectId);
}
