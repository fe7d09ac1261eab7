using System.Globalization;
using GrainJobs.Http;
using GrainJobs.Silos;

namespace GrainJobs.Projects;

/// <summary>The signed route.</summary>
internal static class ProjectUpdates
{
    private const int LongestPrompt = 50_000;
    private const int LongestUrl = 2_000;
    private const string IdRule = "must be 1 to 100 characters of A-Z a-z 0-9 _ -";

    internal static async Task<Answer> Update(HttpContext context, SignatureDoor door, IGrainFactory grains, TimeProvider time)
    {
        if (!door.IsOpen)
        {
            return Problem.Of(ProblemCode.NotConfigured, "Signed updates are not configured: set Signing__SharedSecret");
        }

        var bytes = await RequestBody.Bytes(context);
        var entered = await door.Enter(SignedRequest.Of(context, bytes));
        if (entered.IsRefused)
        {
            return Problem.Of(entered.Refusal);
        }

        var body = StrictJson.Parse(bytes, ProjectJson.Default.UpdateBody, Judge);
        if (body.IsRefused)
        {
            return Problem.Of(body.Refusal);
        }

        // The signatures make a repetition the same operation, so it is safe to ask again when an answer was lost.
        var update = Asked(body.Value, entered.Value);
        var receipt = await SafeRepeat.Run(() => grains.GetGrain<IProjectGrain>(body.Value.ProjectId!).Update(update));
        return receipt.IsRefused ? Problem.Of(receipt.Refusal) : AnswerOf(body.Value.ProjectId!, receipt.Value, time.GetUtcNow());
    }

    private static void Judge(UpdateBody body, FieldFaults faults)
    {
        faults.Check("projectId", ProjectId.IsValid(body.ProjectId), IdRule);
        faults.Check("userId", body.UserId is null || ProjectId.IsValid(body.UserId), IdRule);
        faults.Check("operationId", body.OperationId is null || ProjectId.IsValid(body.OperationId), IdRule);
        faults.Check("prompt", body.Prompt is { Length: > 0 and <= LongestPrompt }, "must be 1 to 50,000 characters");
        faults.Check("framework", body.Framework is null || ProjectFramework.IsKnown(body.Framework), "must be one of react, nextjs, vue, svelte");
        faults.Check("webhookUrl", body.WebhookUrl is null or { Length: > 0 and <= LongestUrl }, "must be 1 to 2,000 characters");
    }

    private static ProjectUpdate Asked(UpdateBody body, string[] signatures) => new()
    {
        Prompt = body.Prompt!,
        UserId = body.UserId,
        Framework = body.Framework,
        OperationId = body.OperationId,
        WebhookUrl = body.WebhookUrl,
        Signatures = [.. signatures],
    };

    private static Answer AnswerOf(string projectId, ProjectReceipt receipt, DateTimeOffset now)
    {
        var answer = receipt.Refusal is { } refusal
            ? Problem.Of(refusal) with { RetryAfter = receipt.ResetAt - now }
            : Answer.Ok(new UpdateView { BuildId = receipt.BuildId!, JobId = receipt.JobId!, ProjectId = projectId }, ProjectJson.Default.UpdateView);
        return answer with { Headers = RateOf(receipt) };
    }

    private static KeyValuePair<string, string>[] RateOf(ProjectReceipt receipt) => receipt is not { Remaining: { } remaining, ResetAt: { } reset } ? [] :
    [
        new("x-ratelimit-remaining", remaining.ToString(CultureInfo.InvariantCulture)),
        new("x-ratelimit-reset", ((reset.ToUnixTimeMilliseconds() + 999) / 1000).ToString(CultureInfo.InvariantCulture)),
    ];
}
