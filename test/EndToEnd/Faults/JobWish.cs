using System.Text.Json.Nodes;

namespace GrainJobs.Faults;

/// <summary>One job of the load, as chance has it.</summary>
internal sealed record JobWish(WishKind Kind, bool IsFollowed)
{
    private static readonly TimeSpan Delay = TimeSpan.FromSeconds(1);

    internal static JobWish Of(Random random)
    {
        WishKind kind = random.Next(20) switch
        {
            < 4 => WishKind.Inside,
            4 => WishKind.InsideAtSecondTry,
            5 => WishKind.Delayed,
            6 or 7 => WishKind.LateInput,
            8 => WishKind.Cancelled,
            _ => WishKind.Outside,
        };
        return new JobWish(kind, random.Next(8) == 0);
    }

    /// <summary>What is posted to <c>/api/jobs</c>.</summary>
    internal JsonObject Body(string id, IReadOnlyList<string> queues, Sink sink) => Kind switch
    {
        WishKind.Inside => Inside(id, queues, sink.Taking),
        WishKind.InsideAtSecondTry => Inside(id, queues, sink.RefusingOnce),
        WishKind.Delayed => Outside(id, queues, "runAt", $"{TimeProvider.System.GetUtcNow() + Delay:O}"),
        WishKind.LateInput => Outside(id, queues, "awaitInput", true),
        _ => Outside(id, queues, "message", "as it comes"),
    };

    private static JsonObject Inside(string id, IReadOnlyList<string> queues, string target) =>
        new() { ["jobId"] = id, ["jobType"] = "http", ["queue"] = queues[1], ["callbackUrl"] = target, ["maxAttempts"] = 10 };

    private static JsonObject Outside(string id, IReadOnlyList<string> queues, string field, JsonNode value) =>
        new() { ["jobId"] = id, ["jobType"] = "load", ["queue"] = queues[0], ["maxAttempts"] = 10, [field] = value };
}
