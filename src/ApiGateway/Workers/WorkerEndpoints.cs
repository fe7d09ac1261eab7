using GrainJobs.Builds;
using GrainJobs.Http;

namespace GrainJobs.Workers;

/// <summary>The routes of workers.</summary>
internal static class WorkerEndpoints
{
    private const string Room = "Workers";
    private const Callers Own = Callers.Workers | Callers.WorkerToken;

    internal static void MapWorkers(this IEndpointRouteBuilder routes, LimitSettings limits)
    {
        var workers = routes.MapGroup("/api/workers");
        MapRegistration(workers);
        MapReports(workers, limits);
        workers.MapGet("", WorkerDesk.List)
            .Allow(Callers.Clients | Callers.Workers).Paged().Produces<WorkersView>().Refuses(400)
            .Doc("listWorkers", "Registered workers, newest first.", Room);
        workers.MapGet("/{worker}/stats", WorkerDesk.Stats)
            .Allow(Callers.Clients | Own).Produces<WorkerStatsView>().Refuses(404)
            .Doc("getWorkerStats", "What a worker has done.", Room);
    }

    private static void MapRegistration(RouteGroupBuilder workers)
    {
        workers.MapPost("/register", WorkerDesk.Register)
            .Allow(Own).Takes(typeof(RegisterBody), isRequired: false)
            .Produces<RegisteredView>().Refuses(400)
            .Doc("registerWorker", "Introduces a worker, or a known one again; answers its token.", Room);
        workers.MapGet("/poll", (HttpContext context, WorkerPolls polls) => polls.Poll(context))
            .Allow(Own)
            .Query("worker_id", "Who asks; with a worker token that worker.").Query("wait", "Seconds to wait for a build, 0 to 30.")
            .Produces<PollView>().Refuses(400, 404)
            .Doc("pollBuild", "A build for a worker, or none.", Room);
        workers.MapPost("/{worker}/unregister", WorkerDesk.Unregister)
            .Allow(Own).Produces<LeftView>().Refuses(404)
            .Doc("unregisterWorker", "The worker leaves; its builds go back to the queue.", Room);
        workers.MapPost("/{worker}/drain", (string worker, IGrainFactory grains) => WorkerDesk.Drain(worker, true, grains))
            .Allow(Callers.Admins).Produces<WorkerListing>().Refuses(404)
            .Doc("drainWorker", "The worker gets no new work.", Room);
        workers.MapPost("/{worker}/resume", (string worker, IGrainFactory grains) => WorkerDesk.Drain(worker, false, grains))
            .Allow(Callers.Admins).Produces<WorkerListing>().Refuses(404)
            .Doc("resumeWorker", "The worker gets work again.", Room);
    }

    private static void MapReports(RouteGroupBuilder workers, LimitSettings limits)
    {
        foreach (var (path, name) in new[] { ("/result", "uploadBuildResult"), ("/upload", "uploadBuildResultAlias") })
        {
            workers.MapPost(path, (HttpContext context, WorkerReports reports) => reports.Result(context))
                .Allow(Own).FilesUpTo(limits.ResultBytes)
                .TakesParts(
                    new("build_id", false, true), new("result", true, false), new("success", false, false), new("error_message", false, false),
                    new("class", false, false), new("worker_id", false, false), new("lease_token", false, false), new("preview_url", false, false))
                .Header("X-Lease-Token", "The proof of the assignment.")
                .Produces<ReportedView>().Refuses(400, 404, 409, 413, 415)
                .Doc(name, "The build succeeded, with its result; or it failed.", Room);
        }

        workers.MapPost("/fail", (HttpContext context, WorkerReports reports) => reports.Fail(context))
            .Allow(Own).Takes(typeof(WorkerReportBody)).Header("X-Lease-Token", "The proof of the assignment.")
            .Produces<ReportedView>().Refuses(400, 404, 409)
            .Doc("failBuild", "The build failed.", Room);
        workers.MapPost("/abandon", (HttpContext context, WorkerReports reports) => reports.Abandon(context))
            .Allow(Own).Takes(typeof(WorkerReportBody)).Header("X-Lease-Token", "The proof of the assignment.")
            .Produces<ReportedView>().Refuses(400, 404, 409)
            .Doc("abandonBuild", "Hands a build back: in line again at its old place.", Room);
        workers.MapPost("/heartbeat", (HttpContext context, WorkerReports reports) => reports.Beat(context))
            .Allow(Own).Takes(typeof(WorkerReportBody)).Header("X-Lease-Token", "The proof of the assignment.")
            .Produces<BeatView>().Refuses(400, 404, 409)
            .Doc("beatWorkerBuild", "A sign of life of one build.", Room);
    }
}
