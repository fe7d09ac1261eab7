using GrainJobs.Requests;

namespace GrainJobs.Http;

/// <summary>Remembers requests with an idempotency key, for all gateways: in the cluster a grain, in tests a dictionary.</summary>
internal interface IRequestLedger
{
    Task<RequestState> Begin(string key, string fingerprint);

    Task Renew(string key, string fingerprint);

    Task Finish(string key, string fingerprint, RequestAnswer answer);

    Task Abandon(string key, string fingerprint);
}
