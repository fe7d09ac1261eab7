using GrainJobs.Http;
using GrainJobs.Jobs;

namespace GrainJobs.Leases;

/// <summary>The routes of workers outside: lease, report, heartbeat.</summary>
internal static class LeaseEndpoints
{
    private const string Room = "Leases";
    private const Callers Allowed = Callers.Workers | Callers.WorkerToken;

    internal static void MapLeases(this IEndpointRouteBuilder routes, LimitSettings limits)
    {
        routes.MapPost("/api/queues/{queue}/lease", LeaseGranting.Lease)
            .Allow(Allowed).Parks().Takes(typeof(LeaseBody))
            .Produces<LeasesView>().Refuses(400, 409)
            .Doc("lease", "Work for a worker, at once or as soon as there is some.", Room);
        routes.MapPost("/api/workers/{worker}/leases/heartbeat", Heartbeats.Beat)
            .Allow(Allowed).Takes(typeof(HeartbeatBody))
            .Produces<HeartbeatView>().Refuses(400)
            .Doc("heartbeat", "Renews everything a worker holds; answers what it is to do.", Room);
        MapReport(routes, limits, "progress", ReportKind.Progress, "Progress, at most once a second is kept.");
        MapReport(routes, limits, "complete", ReportKind.Complete, "The attempt succeeded.");
        MapReport(routes, limits, "skip", ReportKind.Skip, "There was nothing to do, which is a completion.");
        MapReport(routes, limits, "fail", ReportKind.Fail, "The attempt failed; the class decides about another try.");
        MapReport(routes, limits, "release", ReportKind.Release, "Given back unharmed; burns no attempt.");
    }

    private static void MapReport(IEndpointRouteBuilder routes, LimitSettings limits, string verb, ReportKind kind, string summary) =>
        routes.MapPost("/api/leases/{leaseToken}/" + verb, (string leaseToken, HttpContext context, LeaseReports reports) =>
                reports.Report(leaseToken, kind, context))
            .Allow(Allowed).BodyUpTo(limits.JsonBytes).Takes(typeof(ReportBody), isRequired: kind == ReportKind.Fail)
            .Produces<JobView>().Refuses(400, 403, 409, 413)
            .Doc(verb + "Lease", summary, Room);
}
