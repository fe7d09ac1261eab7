using GrainJobs.Requests;
using GrainJobs.Storage;

namespace GrainJobs.Http;

/// <summary>
/// Runs a creating request at most once per <c>Idempotency-Key</c>: a repetition with the same content gets the same answer,
/// other content 422, and while the first still runs 409.
/// </summary>
internal sealed class Once(IRequestLedger ledger, TimeProvider time)
{
    private const string HeaderName = "Idempotency-Key";
    private const int LongestKey = 256;

    private static readonly TimeSpan RenewEvery = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan RetryWhileRunning = TimeSpan.FromSeconds(1);

    /// <summary>
    /// Runs the request, or answers for it. <paramref name="fingerprint"/> tells equal content apart from other content; it is only
    /// computed when a key was sent.
    /// </summary>
    internal Task<Answer> Run(HttpContext context, Func<string> fingerprint, Func<Task<Answer>> request)
    {
        string? key = context.Request.Headers[HeaderName];
        if (string.IsNullOrEmpty(key))
        {
            return request();
        }

        return key.Length > LongestKey || !JsonText.IsStorable(key)
            ? Task.FromResult(Problem.Field(HeaderName, "must be at most 256 characters"))
            : Run(Scope(context, key), fingerprint(), request);
    }

    private async Task<Answer> Run(string scope, string fingerprint, Func<Task<Answer>> request)
    {
        var state = await ledger.Begin(scope, fingerprint);
        return state.Phase switch
        {
            RequestPhase.Begun => await RunFirst(scope, fingerprint, request),
            RequestPhase.Finished => Replay(state.Answer!),
            RequestPhase.Running => Problem.Of(ProblemCode.RequestRunning, "The first request with this Idempotency-Key is still running.") with
            {
                RetryAfter = RetryWhileRunning,
            },
            _ => Problem.Of(ProblemCode.IdempotencyKeyReused, "This Idempotency-Key was used for a request with other content."),
        };
    }

    private async Task<Answer> RunFirst(string scope, string fingerprint, Func<Task<Answer>> request)
    {
        var answer = default(Answer);
        try
        {
            answer = await Alive(scope, fingerprint, request());
            if (IsFinal(answer))
            {
                await ledger.Finish(scope, fingerprint, Keep(answer));
            }
        }
        finally
        {
            // A refusal changed nothing and a failure may pass: the next attempt is a first one again.
            if (answer is null || !IsFinal(answer))
            {
                await ledger.Abandon(scope, fingerprint);
            }
        }

        return answer;
    }

    /// <summary>A request that takes long says that it still runs; one whose gateway died says nothing, and its key is soon free.</summary>
    private async Task<Answer> Alive(string scope, string fingerprint, Task<Answer> running)
    {
        while (true)
        {
            try
            {
                return await running.WaitAsync(RenewEvery, time);
            }
            catch (TimeoutException) when (!running.IsCompleted)
            {
                await Renew(scope, fingerprint);
            }
        }
    }

    private async Task Renew(string scope, string fingerprint)
    {
        try
        {
            await ledger.Renew(scope, fingerprint);
        }
        catch (Exception failure) when (failure is StorageUnavailableException or OverloadedException or TimeoutException or OrleansException)
        {
            // The request itself decides; the next sign of life may get through.
        }
    }

    private static bool IsFinal(Answer answer) => answer.Status is >= 200 and < 300;

    private static RequestAnswer Keep(Answer answer) => new(answer.Status, answer.ContentType ?? "", answer.Body.ToArray(), answer.Location);

    private static Answer Replay(RequestAnswer kept) => new()
    {
        Status = kept.Status,
        ContentType = kept.ContentType,
        Body = kept.Body,
        Location = kept.Location,
        Headers = [new("Idempotency-Replayed", "true")],
    };

    // One caller's keys never meet another's, and a key belongs to the route it was used on.
    private static string Scope(HttpContext context, string key) =>
        $"{context.Caller().Name}|{context.Request.Method} {context.Request.Path}|{key}";
}
