using GrainJobs.Http;

namespace GrainJobs.Queues;

/// <summary>The routes of queues: seen by clients, steered by admins.</summary>
internal static class QueueEndpoints
{
    private const string Room = "Queues";
    private const int MostInFlight = 1_000_000;

    internal static void MapQueues(this IEndpointRouteBuilder routes)
    {
        var queues = routes.MapGroup("/api/queues");
        queues.MapGet("", List)
            .Allow(Callers.Clients).Produces<QueuesView>()
            .Doc("listQueues", "All queues.", Room);
        queues.MapGet("/{queue}", Get)
            .Allow(Callers.Clients).Produces<QueueBody>().Refuses(404)
            .Doc("getQueue", "One queue.", Room);
        queues.MapPut("/{queue}", Put)
            .Allow(Callers.Admins).Takes(typeof(LimitsBody)).Produces<QueueBody>().Refuses(400)
            .Doc("limitQueue", "Replaces the limits of a queue; they hold at once.", Room);
        MapCommand(queues, "pause", "Stops granting until resumed.", (queue, by) => queue.Pause(by));
        MapCommand(queues, "resume", "Grants again.", (queue, _) => queue.Resume());
        MapCommand(queues, "drain", "Stops granting and tells workers to take no more; what runs ends.", (queue, by) => queue.Drain(by));
    }

    private static async Task<Answer> List(HttpContext context, IGrainFactory grains)
    {
        var views = await grains.GetGrain<IQueueDeskGrain>(0).List();
        return Answer.Ok(new QueuesView([.. views.Select(QueueBody.Of)]), QueueJson.Default.QueuesView);
    }

    private static async Task<Answer> Get(string queue, IGrainFactory grains) =>
        QueueName.IsValid(queue) && await grains.GetGrain<IQueueDeskGrain>(0).Find(new(queue)) is { } view
            ? View(view)
            : Problem.Of(RefusalCode.QueueNotFound, "Queue not found");

    private static async Task<Answer> Put(string queue, HttpContext context, IGrainFactory grains)
    {
        var body = await RequestBody.Json(context, QueueJson.Default.LimitsBody);
        if (body.IsRefused)
        {
            return Problem.Of(body.Refusal);
        }

        var (faults, limits) = (Judge(queue, body.Value), body.Value);
        return faults.IsEmpty
            ? View(await grains.GetGrain<IQueueGrain>(queue).Limit(new()
            {
                MaxInFlight = limits.MaxInFlight,
                RatePerSecond = limits.RatePerSecond,
                MaxInFlightPerKey = limits.MaxInFlightPerKey,
            }))
            : Problem.Of(faults.ToRefusal());
    }

    private static FieldFaults Judge(string queue, LimitsBody limits)
    {
        var faults = new FieldFaults();
        faults.Check("queue", QueueName.IsValid(queue), "must be 1 to 100 characters of A-Z a-z 0-9 _ . : -");
        faults.Check(
            "maxInFlight",
            limits.MaxInFlight is not (< 1 or > MostInFlight),
            "must be a whole number from 1 to 1,000,000, or absent for no limit; to stop the queue pause it");
        faults.Check(
            "maxInFlightPerKey", limits.MaxInFlightPerKey is not (< 1 or > MostInFlight), "must be a whole number from 1 to 1,000,000, or absent for no limit");
        faults.Check(
            "ratePerSecond", limits.RatePerSecond is null or (>= 0.001 and <= MostInFlight), "must be a number from 0.001 to 1,000,000, or absent for no limit");
        return faults;
    }

    private static void MapCommand(RouteGroupBuilder queues, string verb, string summary, Func<IQueueGrain, string, Task<QueueView>> command) =>
        queues.MapPost("/{queue}/" + verb, async (string queue, HttpContext context, IGrainFactory grains) => QueueName.IsValid(queue)
                ? View(await command(grains.GetGrain<IQueueGrain>(queue), context.Caller().Name))
                : Problem.Field("queue", "must be 1 to 100 characters of A-Z a-z 0-9 _ . : -"))
            .Allow(Callers.Admins).Produces<QueueBody>().Refuses(400)
            .Doc(verb + "Queue", summary, Room);

    private static Answer View(QueueView view) => Answer.Ok(QueueBody.Of(view), QueueJson.Default.QueueBody);
}
