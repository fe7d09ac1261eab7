namespace GrainJobs.Http;

/// <summary>The outermost step: whatever goes wrong inside leaves as problem+json, without a stack trace.</summary>
internal sealed partial class ProblemMiddleware(RequestDelegate next, ILogger<ProblemMiddleware> log)
{
    public async Task InvokeAsync(HttpContext context)
    {
        try
        {
            await next(context);
            await Explain(context);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The client hung up: nobody reads an answer.
            HungUp(context);
        }
        catch (IOException) when (context.RequestAborted.IsCancellationRequested)
        {
            HungUp(context);
        }
#pragma warning disable CA1031 // The edge of the process: every failure becomes an answer here, and only here.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            await Refuse(context, failure);
        }
    }

    private static void HungUp(HttpContext context)
    {
        if (!context.Response.HasStarted)
        {
            context.Response.StatusCode = StatusCodes.Status499ClientClosedRequest;
        }
    }

    private async Task Refuse(HttpContext context, Exception failure)
    {
        var answer = FailureMap.Answer(failure);
        if (answer is null)
        {
            LogUnexpected(log, context.Request.Method, RouteOf(context), failure);
            answer = Problem.Of(ProblemCode.InternalError, "Something went wrong here; it was logged.");
        }
        else
        {
            LogRefused(log, answer.Status, failure);
        }

        if (context.Response.HasStarted)
        {
            // Half an answer is out: cutting the connection is the only honest end.
            context.Abort();
            return;
        }

        context.Response.Clear();
        DoorHeaders.Set(context.Response);
        await answer.ExecuteAsync(context);
    }

    private static Task Explain(HttpContext context)
    {
        var response = context.Response;
        var bare = response is { HasStarted: false, StatusCode: >= 400, ContentType: null, ContentLength: null };
        return bare ? Bare(response.StatusCode).ExecuteAsync(context) : Task.CompletedTask;
    }

    private static Answer Bare(int status) => Problem.Of(status, ProblemTable.CodeOf(status), status switch
    {
        404 => "There is nothing at this address.",
        405 => "This address does not take this method.",
        415 => "This route does not take this content type.",
        _ => "The request was refused.",
    });

    // The route's pattern, not the path: what a client wrote is no log text, and may hold ids that are secrets.
    private static string RouteOf(HttpContext context) => (context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText ?? "no route";
}
