namespace GrainJobs.Requests;

/// <summary>One idempotency key of one caller. Key: caller, route and key.</summary>
[Alias("gj.IRequestGrain")]
public interface IRequestGrain : IGrainWithStringKey
{
    /// <summary>Begins the request, or answers what became of the first one.</summary>
    [Alias("Begin")]
    Task<RequestState> Begin(string fingerprint);

    /// <summary>It still runs. Said every few seconds, for a gateway that falls silent counts as dead.</summary>
    [Alias("Renew")]
    Task Renew(string fingerprint);

    /// <summary>Keeps the answer for repetitions.</summary>
    [Alias("Finish")]
    Task Finish(string fingerprint, RequestAnswer answer);

    /// <summary>It failed without an effect: the next one may begin.</summary>
    [Alias("Abandon")]
    Task Abandon(string fingerprint);
}
