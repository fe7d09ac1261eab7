using GrainJobs.Http;

namespace GrainJobs.Jobs;

/// <summary>The routes of jobs.</summary>
internal static class JobEndpoints
{
    private const string Room = "Jobs";
    private const Callers Readers = Callers.Clients | Callers.JobToken | Callers.AnonymousJobReaders;

    internal static void MapJobs(this IEndpointRouteBuilder routes, LimitSettings limits)
    {
        var jobs = routes.MapGroup("/api/jobs");
        MapSubmission(jobs, limits);
        MapReading(jobs);
        MapChanging(jobs, limits);
        MapLogs(jobs, limits);
        routes.MapGet("/api/stats/jobs", JobLists.Counts)
            .Allow(Callers.Clients).Produces<TypeCountsView>()
            .Doc("countJobs", "What became of the jobs of each type.", Room);
    }

    private static void MapSubmission(RouteGroupBuilder jobs, LimitSettings limits)
    {
        jobs.MapPost("", JobSubmissions.Submit)
            .Allow(Callers.Clients).BodyUpTo(limits.JsonBytes)
            .Takes(typeof(SubmitBody), isRequired: false).Header("Idempotency-Key", "Makes a repetition safe.")
            .Produces<JobView>(201).Produces<JobView>().Refuses(400, 409, 413, 415, 422)
            .Doc("submitJob", "Creates a job, or answers the one that has its id or unique key.", Room);
        jobs.MapPost("/bulk", BulkSubmissions.Submit)
            .Allow(Callers.Clients).BodyUpTo(limits.BulkBytes)
            .Takes(typeof(SubmitBody[])).Header("Idempotency-Key", "Makes a repetition safe.")
            .Produces<BulkView>().Refuses(400, 409, 413, 415, 422)
            .Doc("submitJobs", "Creates up to 10,000 jobs: a JSON array, or NDJSON with one a line.", Room);
        jobs.MapPost("/{id}/retry", JobSubmissions.Retry)
            .Allow(Callers.Clients).Header("Idempotency-Key", "Makes a repetition safe.")
            .Produces<JobView>(201).Refuses(404, 409)
            .Doc("retryJob", "Creates a new job with the payload of a finished one.", Room);
    }

    private static void MapReading(RouteGroupBuilder jobs)
    {
        jobs.MapGet("", JobLists.List)
            .Allow(Callers.Clients).Paged()
            .Query("queue", "Only of this queue.").Query("type", "Only of this type.")
            .Query("status", "Only in this status.").Query("tag", "Only with this tag.")
            .Produces<JobPage>().Refuses(400)
            .Doc("listJobs", "Jobs, newest first.", Room);
        jobs.MapGet("/{id}", JobReading.Get)
            .Allow(Readers)
            .Query("wait", "Seconds to wait for a version past the given one, 0 to 30.").Query("version", "The version already known.")
            .Query("token", "A job token, for browsers.").Header("If-None-Match", "The ETag already known.")
            .Produces<JobView>().Produces(304).Refuses(400, 404)
            .Doc("getJob", "A job; with wait and version once it has moved on.", Room);
        jobs.MapGet("/{id}/stream", JobReading.Stream)
            .Allow(Readers).Parks()
            .Query("token", "A job token, for browsers.").Header("Last-Event-ID", "Continues after this version.")
            .Produces(200, contentType: "text/event-stream").Produces(204).Refuses(404)
            .Doc("streamJob", "The job and each change as server-sent events, until it has ended.", Room);
        jobs.MapGet("/{id}/events", JobLists.Events)
            .Allow(Readers).Paged()
            .Produces<EventPage>().Refuses(400, 404)
            .Doc("listJobEvents", "What happened to a job, oldest first.", Room);
    }

    private static void MapChanging(RouteGroupBuilder jobs, LimitSettings limits)
    {
        jobs.MapPatch("/{id}", JobChanges.Patch)
            .Allow(Callers.Clients).BodyUpTo(limits.JsonBytes).Takes(typeof(PatchBody))
            .Produces<JobView>().Refuses(400, 404, 409)
            .Doc("updateJob", "The creator of a tracked job reports.", Room);
        jobs.MapPost("/{id}/cancel", JobChanges.Cancel)
            .Allow(Callers.Clients)
            .Produces<JobView>().Produces<JobView>(202).Refuses(404, 409)
            .Doc("cancelJob", "Ends what does not run; asks the worker of what does.", Room);
        jobs.MapDelete("/{id}", JobChanges.Delete)
            .Allow(Callers.Clients)
            .Produces(204).Refuses(404, 409)
            .Doc("deleteJob", "Removes a finished job with all that belongs to it.", Room);
        jobs.MapPut("/{id}/input", JobInputs.Put)
            .Allow(Callers.Clients).BodyUpTo(limits.SourceBytes).TakesBytes()
            .Produces<JobView>().Refuses(404, 409, 413)
            .Doc("saveJobInput", "Saves the awaited input and queues the job in one step.", Room);
        jobs.MapGet("/{id}/input", JobInputs.Get)
            .Allow(Callers.Clients | Callers.Workers | Callers.WorkerToken)
            .Produces(200, contentType: "application/octet-stream").Produces(206).Refuses(404, 416)
            .Doc("getJobInput", "The input of a job.", Room);
    }

    private static void MapLogs(RouteGroupBuilder jobs, LimitSettings limits)
    {
        jobs.MapGet("/{id}/logs", JobLogs.Get)
            .Allow(Readers)
            .Query("limit", "How many at most, 1 to 500.").Query("after", "The number of the last line already known.")
            .Produces<LogPage>().Refuses(400, 404)
            .Doc("getJobLogs", "Log lines, oldest first.", Room);
        jobs.MapPost("/{id}/logs", JobLogs.Append)
            .Allow(Callers.Clients | Callers.Workers | Callers.WorkerToken).BodyUpTo(limits.LogBytes)
            .Takes(typeof(LogBody)).Header("Idempotency-Key", "A repetition with it stores nothing again.")
            .Produces<LogReceipt>().Refuses(400, 403, 404, 413)
            .Doc("appendJobLogs", "Stores log lines in order.", Room);
    }
}
