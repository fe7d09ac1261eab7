using System.Globalization;
using GrainJobs.Http;

namespace GrainJobs.Projects;

/// <summary>The routes of projects.</summary>
internal static class ProjectEndpoints
{
    private const string Room = "Projects";
    private const string ProjectList = "projects";
    private const string BuildList = "project-builds";
    private const int LongestName = 200;

    internal static void MapProjects(this IEndpointRouteBuilder routes, LimitSettings limits)
    {
        routes.MapPost("/v1/update-project", ProjectUpdates.Update)
            .Allow(Callers.Anyone).BodyUpTo(limits.JsonBytes).Takes(typeof(UpdateBody))
            .Header("x-sheen-signature", "HMAC-SHA-256 in hex of timestamp and body.")
            .Header("x-sheen-sig-v2", "HMAC-SHA-256 in hex of method, path with sorted query, timestamp, nonce and body, a line feed between.")
            .Header("x-sheen-timestamp", "Unix seconds.").Header("x-sheen-nonce", "A fresh text, used once.")
            .Produces<UpdateView>().Refuses(400, 401, 403, 404, 408, 409, 413, 429)
            .Doc("updateProject", "Asks for a build of a project; signed.", Room);
        var projects = routes.MapGroup("/api/projects");
        projects.MapGet("", List)
            .Allow(Callers.Clients).Paged().Produces<ProjectPage>().Refuses(400)
            .Doc("listProjects", "Projects, newest first.", Room);
        projects.MapGet("/{id}", Get)
            .Allow(Callers.Clients).Produces<ProjectView>().Produces(304).Refuses(404)
            .Doc("getProject", "A project.", Room);
        projects.MapPut("/{id}", Put)
            .Allow(Callers.Clients).Takes(typeof(ProjectBody), isRequired: false)
            .Produces<ProjectView>(201).Produces<ProjectView>().Refuses(400)
            .Doc("putProject", "Creates a project, or changes what is said of it.", Room);
        projects.MapGet("/{id}/builds", Builds)
            .Allow(Callers.Clients).Paged().Produces<ProjectBuildPage>().Refuses(400, 404)
            .Doc("listProjectBuilds", "The builds of a project with their metrics, newest first.", Room);
    }

    private static async Task<Answer> Get(string id, HttpContext context, IGrainFactory grains)
    {
        if (await Find(id, grains) is not { } project)
        {
            return NotFound();
        }

        var tag = EntityTag.Of(project.Version);
        return EntityTag.IsKnown(context.Request, tag)
            ? Answer.Empty(StatusCodes.Status304NotModified) with { ETag = tag }
            : Answer.Ok(ProjectView.Of(project), ProjectJson.Default.ProjectView) with { ETag = tag };
    }

    private static async Task<Answer> List(HttpContext context, IGrainFactory grains, CursorCodec cursors)
    {
        var query = new QueryFields(context);
        var (limit, after) = (query.Limit(), query.Cursor(cursors, ProjectList));
        if (query.Refusal is { } refusal)
        {
            return Problem.Of(refusal);
        }

        var place = after is null ? null : new ProjectCursor(new(Number(after[0]), TimeSpan.Zero), after[1]);
        var projects = await grains.GetGrain<IProjectDeskGrain>(0).List(place, limit);
        var next = projects.Length < limit ? null : cursors.Encode(ProjectList, Text(projects[^1].CreatedAt.UtcTicks), projects[^1].Id.Value);
        return Answer.Ok(new([.. projects.Select(ProjectView.Of)], next), ProjectJson.Default.ProjectPage);
    }

    private static async Task<Answer> Put(string id, HttpContext context, IGrainFactory grains)
    {
        var body = await RequestBody.Json(context, ProjectJson.Default.ProjectBody, (said, faults) => Judge(id, said, faults));
        if (body.IsRefused)
        {
            return Problem.Of(body.Refusal);
        }

        var put = await grains.GetGrain<IProjectGrain>(id).Put(new(body.Value.Name, body.Value.Framework));
        return Answer.Json(put.Created ? StatusCodes.Status201Created : StatusCodes.Status200OK, ProjectView.Of(put.Project), ProjectJson.Default.ProjectView) with
        {
            Location = put.Created ? "/api/projects/" + id : null,
        };
    }

    private static void Judge(string id, ProjectBody body, FieldFaults faults)
    {
        faults.Check("id", ProjectId.IsValid(id), "must be 1 to 100 characters of A-Z a-z 0-9 _ -");
        faults.Check("name", body.Name is not { Length: 0 or > LongestName }, "must be 1 to 200 characters");
        faults.Check("framework", body.Framework is null || ProjectFramework.IsKnown(body.Framework), "must be one of react, nextjs, vue, svelte");
    }

    private static async Task<Answer> Builds(string id, HttpContext context, IGrainFactory grains, CursorCodec cursors)
    {
        var query = new QueryFields(context);
        var list = BuildList + "/" + id;
        var (limit, after) = (query.Limit(), query.Cursor(cursors, list));
        if (query.Refusal is { } refusal)
        {
            return Problem.Of(refusal);
        }

        if (await Find(id, grains) is not { } project)
        {
            return NotFound();
        }

        var builds = await grains.GetGrain<IProjectDeskGrain>(0).Builds(project.Id, after is null ? null : Number(after[0]), limit);
        var next = builds.Length < limit ? null : cursors.Encode(list, Text(builds[^1].Number));
        return Answer.Ok(new([.. builds.Select(ProjectBuildView.Of)], next), ProjectJson.Default.ProjectBuildPage);
    }

    private static async Task<Project?> Find(string id, IGrainFactory grains) =>
        ProjectId.IsValid(id) ? await grains.GetGrain<IProjectDeskGrain>(0).Find(new(id)) : null;

    private static Answer NotFound() => Problem.Of(RefusalCode.ProjectNotFound, "Project not found");

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static long Number(string text) => long.Parse(text, CultureInfo.InvariantCulture);
}
