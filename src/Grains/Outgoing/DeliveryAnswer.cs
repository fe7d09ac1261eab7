using System.Globalization;
using System.Net;
using GrainJobs.Execution;

namespace GrainJobs.Outgoing;

/// <summary>What the receiver answered.</summary>
/// <param name="Body">The first 64 KiB as text.</param>
/// <param name="RetryAfter">What the receiver asks for; absent: nothing.</param>
internal sealed record DeliveryAnswer(HttpStatusCode Status, string? ContentType, string Body, TimeSpan? RetryAfter)
{
    private bool IsTaken => (int)Status is >= 200 and < 300;

    /// <summary>May pass: too many requests, the receiver's own trouble, a time limit of its side.</summary>
    private bool MayPass => (int)Status >= 500 || Status is HttpStatusCode.TooManyRequests or HttpStatusCode.RequestTimeout;

    /// <summary>2xx completes; 429, 5xx and timeouts are tried again; the rest is final.</summary>
    /// <param name="target">The target in words.</param>
    public JobOutcome ToOutcome(string target)
    {
        var what = string.Create(CultureInfo.InvariantCulture, $"{target} answered {(int)Status}");
        return (int)Status switch
        {
            _ when IsTaken => JobOutcome.Completed(ResultJson(), what),
            _ when MayPass => JobOutcome.Retry(what, RetryAfter),
            >= 300 and < 400 => JobOutcome.Failed(what + "; redirects are not followed, give the final URL"),
            _ => JobOutcome.Failed(what),
        };
    }

    private string ResultJson() => Jobs.EventData.Of(writer =>
    {
        writer.WriteNumber("status", (int)Status);
        writer.WriteString("contentType", ContentType);
        writer.WriteString("body", Body);
    });
}
