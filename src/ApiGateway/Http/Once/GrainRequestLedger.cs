using GrainJobs.Requests;

namespace GrainJobs.Http;

/// <summary>The ledger of the cluster: one grain a key.</summary>
internal sealed class GrainRequestLedger(IGrainFactory grains) : IRequestLedger
{
    public Task<RequestState> Begin(string key, string fingerprint) => Of(key).Begin(fingerprint);

    public Task Renew(string key, string fingerprint) => Of(key).Renew(fingerprint);

    public Task Finish(string key, string fingerprint, RequestAnswer answer) => Of(key).Finish(fingerprint, answer);

    public Task Abandon(string key, string fingerprint) => Of(key).Abandon(fingerprint);

    private IRequestGrain Of(string key) => grains.GetGrain<IRequestGrain>(key);
}
