using System.Diagnostics;

namespace GrainJobs.Http;

/// <summary>Notes every call that passes through in a ledger and changes nothing.</summary>
internal sealed class NotingHandler(AnswerLedger answers) : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        string call = $"{request.Method} {request.RequestUri!.AbsolutePath}";
        long began = Stopwatch.GetTimestamp();
        try
        {
            HttpResponseMessage response = await base.SendAsync(request, cancellationToken);
            answers.Note(new NotedAnswer(call, (int)response.StatusCode, Stopwatch.GetElapsedTime(began), response.Headers.RetryAfter is not null));
            return response;
        }
        catch (Exception fault) when (fault is HttpRequestException or IOException or OperationCanceledException)
        {
            answers.Note(new NotedAnswer(call, 0, Stopwatch.GetElapsedTime(began), false, fault.Message));
            throw;
        }
    }
}
