using GrainJobs.Http;

namespace GrainJobs.Builds;

/// <summary>The routes of builds.</summary>
internal static class BuildEndpoints
{
    private const string Room = "Builds";
    private const Callers Holder = Callers.Workers | Callers.WorkerToken;
    private const Callers Owner = Callers.Clients | Callers.BuildToken;

    internal static void MapBuilds(this IEndpointRouteBuilder routes, LimitSettings limits)
    {
        var builds = routes.MapGroup("/api/builds");
        MapSubmission(builds, limits);
        MapReading(builds);
        MapFiles(builds);
        MapWorking(builds, limits);
    }

    private static void MapSubmission(RouteGroupBuilder builds, LimitSettings limits)
    {
        foreach (var (path, name) in new[] { ("", "submitBuild"), ("/submit", "submitBuildAlias") })
        {
            builds.MapPost(path, (HttpContext context, BuildSubmissions submissions) => submissions.Submit(context))
                .Allow(Callers.Clients).FilesUpTo(limits.SourceBytes + limits.CertsBytes)
                .TakesParts(
                    new("platform", false, true), new("source", true, false), new("await_source", false, false), new("certs", true, false),
                    new("project_id", false, false), new("priority", false, false))
                .Header("Idempotency-Key", "Makes a repetition safe.")
                .Produces<AcceptedView>(201).Refuses(400, 409, 413, 415, 422)
                .Doc(name, "Submits a build with its source, or one that awaits it.", Room);
        }

        builds.MapPut("/{id}/source", (string id, HttpContext context, BuildSubmissions submissions) => submissions.SaveSource(id, context))
            .Allow(Callers.Clients).BodyUpTo(limits.SourceBytes).TakesBytes()
            .Produces<BuildView>().Refuses(404, 409, 413)
            .Doc("saveBuildSource", "Saves the awaited source and puts the build in line in one step.", Room);
        builds.MapPost("/{id}/retry", (string id, HttpContext context, BuildSubmissions submissions) => submissions.Retry(id, context))
            .Allow(Owner).Header("Idempotency-Key", "Makes a repetition safe.")
            .Produces<RetriedView>().Refuses(400, 404)
            .Doc("retryBuild", "A new build with its own copy of the source and a new token.", Room);
        builds.MapPost("/{id}/cancel", BuildReading.Cancel)
            .Allow(Callers.Clients)
            .Produces<CancelledView>().Refuses(404, 409)
            .Doc("cancelBuild", "Ends a build that is not finished; its worker hears it at its next heartbeat.", Room);
    }

    private static void MapReading(RouteGroupBuilder builds)
    {
        builds.MapGet("", BuildReading.List)
            .Allow(Callers.Clients).Paged()
            .Query("status", "Only in this status.").Query("platform", "Only of this platform.")
            .Query("worker_id", "Only in the hands of this worker.").Query("project_id", "Only of this project.")
            .Produces<BuildsView>().Refuses(400)
            .Doc("listBuilds", "Builds, newest first.", Room);
        builds.MapGet("/active", BuildReading.Active)
            .Allow(Callers.Clients).Paged().Produces<BuildsView>().Refuses(400)
            .Doc("listActiveBuilds", "Builds that workers hold.", Room);
        builds.MapGet("/statistics", BuildReading.Statistics)
            .Allow(Callers.Clients).Produces<StatisticsView>()
            .Doc("countBuilds", "Builds by status.", Room);
        builds.MapGet("/{id}", BuildReading.Get)
            .Allow(Owner).Produces<BuildView>().Refuses(404)
            .Doc("getBuild", "A build.", Room);
        builds.MapGet("/{id}/status", BuildReading.Status)
            .Allow(Owner).Produces<BuildStatusView>().Refuses(404)
            .Doc("getBuildStatus", "Where a build stands; instants in epoch milliseconds.", Room);
        builds.MapGet("/{id}/logs", BuildLogs.Get)
            .Allow(Owner)
            .Query("limit", "How many at most, 1 to 500.").Query("after", "The number of the last line already known.")
            .Query("follow", "Stream the lines until the build has ended: server-sent events, or text with Accept: text/plain.")
            .Produces<BuildLogPage>().Produces(200, contentType: "text/event-stream").Refuses(400, 404)
            .Doc("getBuildLogs", "Log lines, oldest first.", Room);
        builds.MapGet("/{id}/telemetry", BuildReading.Samples)
            .Allow(Owner).Produces<SamplesView>().Refuses(404)
            .Doc("getBuildTelemetry", "The latest readings of a build that runs or ended lately.", Room);
    }

    private static void MapFiles(RouteGroupBuilder builds)
    {
        foreach (var (path, name) in new[] { ("/{id}/download", "downloadBuild"), ("/{id}/download/result", "downloadBuildResult") })
        {
            builds.MapGet(path, BuildReading.Result)
                .Allow(Owner).Produces(200, contentType: "application/octet-stream").Produces(206).Refuses(404, 416)
                .Doc(name, "The result of a build.", Room);
        }

        builds.MapGet("/{id}/download/source", BuildReading.Source)
            .Allow(Owner).Produces(200, contentType: "application/octet-stream").Produces(206).Refuses(404, 416)
            .Doc("downloadBuildSource", "The source of a build.", Room);
        builds.MapGet("/{id}/source", WorkerFiles.Source)
            .Allow(Holder).Query("worker_id", "The worker that holds it.").Header("X-Lease-Token", "The proof of the assignment.")
            .Produces(200, contentType: "application/octet-stream").Produces(206).Refuses(404, 409, 416)
            .Doc("getBuildSource", "The source, for the worker that holds the build.", Room);
        builds.MapGet("/{id}/certs", WorkerFiles.Certs)
            .Allow(Holder).Query("worker_id", "The worker that holds it.").Header("X-Lease-Token", "The proof of the assignment.")
            .Produces(200, contentType: "application/octet-stream").Produces(206).Refuses(404, 409, 416)
            .Doc("getBuildCerts", "The certificates zip, for the worker that holds the build.", Room);
        builds.MapGet("/{id}/certs-secure", WorkerFiles.Certificates)
            .Allow(Holder).Query("worker_id", "The worker that holds it.").Header("X-Lease-Token", "The proof of the assignment.")
            .Produces<CertificatesView>().Refuses(400, 404, 409)
            .Doc("getBuildCertificates", "Certificate, password and profiles, for the worker that holds the build.", Room);
    }

    private static void MapWorking(RouteGroupBuilder builds, LimitSettings limits)
    {
        builds.MapPost("/{id}/logs", BuildLogs.Append)
            .Allow(Holder).BodyUpTo(limits.LogBytes).Takes(typeof(BuildLogBody))
            .Header("Idempotency-Key", "A repetition with it stores nothing again.").Header("X-Lease-Token", "The proof of the assignment.")
            .Produces<BuildLogReceipt>().Refuses(400, 404, 409, 413)
            .Doc("appendBuildLogs", "Stores log lines of the worker that holds the build, in order.", Room);
        builds.MapPost("/{id}/heartbeat", BuildBeats.Beat)
            .Allow(Holder).Takes(typeof(BeatBody), isRequired: false)
            .Query("worker_id", "The worker that holds it.").Header("X-Lease-Token", "The proof of the assignment.")
            .Produces<BeatView>().Refuses(400, 404, 409)
            .Doc("beatBuild", "A sign of life; answers whether to continue or to stop.", Room);
        builds.MapPost("/{id}/telemetry", BuildBeats.Telemetry)
            .Allow(Holder).Takes(typeof(TelemetryBody))
            .Query("worker_id", "The worker that holds it.").Header("X-Lease-Token", "The proof of the assignment.")
            .Produces<TakenView>().Refuses(400, 404, 409)
            .Doc("sampleBuild", "What the build's processes use.", Room);
    }
}
