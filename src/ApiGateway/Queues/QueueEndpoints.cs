using System.Diagnostics;
using GrainJobs.Http;

namespace GrainJobs.Queues;

/// <summary>The routes of queues: seen by clients, steered by admins.</summary>
internal static class QueueEndpoints
{
    private const string Room = "Queues";
    private const string ListName = "queues";
    private const int MostInFlight = 1_000_000;
    private const int LongestKey = 200;
    private const int AskedAtOnce = 50;
    private static readonly TimeSpan PageWithin = TimeSpan.FromSeconds(1.5);

    internal static void MapQueues(this IEndpointRouteBuilder routes)
    {
        var queues = routes.MapGroup("/api/queues");
        queues.MapGet("", List)
            .Allow(Callers.Clients).Paged().Produces<QueuesView>().Refuses(400)
            .Doc("listQueues", "Queues by name.", Room);
        queues.MapGet("/{queue}", Get)
            .Allow(Callers.Clients).Produces<QueueBody>().Refuses(404)
            .Doc("getQueue", "One queue.", Room);
        queues.MapPut("/{queue}", Put)
            .Allow(Callers.Admins).Takes(typeof(LimitsBody)).Produces<QueueBody>().Refuses(400)
            .Doc("limitQueue", "Replaces the limits of a queue; they hold at once.", Room);
        MapCommand(queues, "pause", "Stops granting until resumed.", (queue, by) => queue.Pause(by));
        MapCommand(queues, "resume", "Grants again.", (queue, _) => queue.Resume());
        MapCommand(queues, "drain", "Stops granting and tells workers to take no more; what runs ends.", (queue, by) => queue.Drain(by));
        MapKeyCommand(queues, "pause", "Passes over the jobs of a concurrency key until it is resumed.", (queue, key, by) => queue.PauseKey(key, by));
        MapKeyCommand(queues, "resume", "Grants the jobs of a concurrency key again.", async (queue, key, _) => await queue.ResumeKey(key));
    }

    private static async Task<Answer> List(HttpContext context, IGrainFactory grains, CursorCodec cursors)
    {
        var query = new QueryFields(context);
        var (limit, after) = (query.Limit(QueryFields.LargestLimit), query.Cursor(cursors, ListName));
        if (query.Refusal is { } refusal)
        {
            return Problem.Of(refusal);
        }

        var (views, isAll) = await Page(grains.GetGrain<IQueueDeskGrain>(0), after is [var name] ? name : "", limit, context.RequestAborted);
        var next = isAll ? null : cursors.Encode(ListName, views[^1].Name.Value);
        return Answer.Ok(new QueuesView([.. views.Select(QueueBody.Of)], next), QueueJson.Default.QueuesView);
    }

    /// <summary>A queue that sleeps wakes to be shown. Few at a time are asked, and when that takes long the page is short and its cursor goes on.</summary>
    private static async Task<(IReadOnlyList<QueueView> Views, bool IsAll)> Page(IQueueDeskGrain desk, string after, int limit, CancellationToken cancel)
    {
        List<QueueView> views = [];
        for (var began = Stopwatch.GetTimestamp(); ;)
        {
            var asked = Math.Min(limit - views.Count, AskedAtOnce);
            var part = await desk.Page(views is [.., var last] ? last.Name.Value : after, asked);
            views.AddRange(part);
            if (part.Length < asked)
            {
                return (views, true);
            }

            if (views.Count == limit || Stopwatch.GetElapsedTime(began) > PageWithin)
            {
                return (views, false);
            }

            cancel.ThrowIfCancellationRequested();
        }
    }

    private static async Task<Answer> Get(string queue, IGrainFactory grains) =>
        QueueName.IsValid(queue) && await grains.GetGrain<IQueueDeskGrain>(0).Find(new(queue)) is { } view
            ? View(view)
            : Problem.Of(RefusalCode.QueueNotFound, "Queue not found");

    private static async Task<Answer> Put(string queue, HttpContext context, IGrainFactory grains)
    {
        var body = await RequestBody.Json(context, QueueJson.Default.LimitsBody, (limits, faults) => Judge(queue, limits, faults));
        return body.IsRefused
            ? Problem.Of(body.Refusal)
            : View(await grains.GetGrain<IQueueGrain>(queue).Limit(body.Value.ToLimits()));
    }

    private static void MapKeyCommand(RouteGroupBuilder queues, string verb, string summary, Func<IQueueGrain, string, string, Task<Result<QueueView>>> command) =>
        queues.MapPost("/{queue}/keys/" + verb, async (string queue, HttpContext context, IGrainFactory grains) =>
            {
                var body = await RequestBody.Json(context, QueueJson.Default.KeyBody, (named, faults) =>
                {
                    JudgeQueue(queue, faults);
                    faults.Check("key", named.Key is { Length: >= 1 and <= LongestKey }, "must be 1 to 200 characters");
                });
                var view = body.IsRefused ? body.Refusal : await command(grains.GetGrain<IQueueGrain>(queue), body.Value.Key, context.Caller().Name);
                return view.IsRefused ? Problem.Of(view.Refusal) : View(view.Value);
            })
            .Allow(Callers.Admins).Takes(typeof(KeyBody)).Produces<QueueBody>().Refuses(400)
            .Doc(verb + "QueueKey", summary, Room);

    private static void JudgeQueue(string queue, FieldFaults faults) =>
        faults.Check("queue", QueueName.IsValid(queue), "must be 1 to 100 characters of A-Z a-z 0-9 _ . : -");

    private static void Judge(string queue, LimitsBody limits, FieldFaults faults)
    {
        JudgeQueue(queue, faults);
        faults.Check(
            "maxInFlight",
            limits.MaxInFlight is not (< 1 or > MostInFlight),
            "must be a whole number from 1 to 1,000,000, or absent for no limit; to stop the queue pause it");
        faults.Check(
            "maxInFlightPerKey", limits.MaxInFlightPerKey is not (< 1 or > MostInFlight), "must be a whole number from 1 to 1,000,000, or absent for no limit");
        JudgeRate("ratePerSecond", limits.RatePerSecond, faults);
        JudgeRate("ratePerSecondPerKey", limits.RatePerSecondPerKey, faults);
    }

    private static void JudgeRate(string field, double? rate, FieldFaults faults) =>
        faults.Check(field, rate is null or (>= 0.001 and <= MostInFlight), "must be a number from 0.001 to 1,000,000, or absent for no limit");

    private static void MapCommand(RouteGroupBuilder queues, string verb, string summary, Func<IQueueGrain, string, Task<QueueView>> command) =>
        queues.MapPost("/{queue}/" + verb, async (string queue, HttpContext context, IGrainFactory grains) => QueueName.IsValid(queue)
                ? View(await command(grains.GetGrain<IQueueGrain>(queue), context.Caller().Name))
                : Problem.Field("queue", "must be 1 to 100 characters of A-Z a-z 0-9 _ . : -"))
            .Allow(Callers.Admins).Produces<QueueBody>().Refuses(400)
            .Doc(verb + "Queue", summary, Room);

    private static Answer View(QueueView view) => Answer.Ok(QueueBody.Of(view), QueueJson.Default.QueueBody);
}
