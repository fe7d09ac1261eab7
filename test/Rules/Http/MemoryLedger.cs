using GrainJobs.Requests;

namespace GrainJobs.Http;

/// <summary>Keeps the laws of the cluster's ledger in a dictionary.</summary>
internal sealed class MemoryLedger : IRequestLedger
{
    private readonly Dictionary<string, (string Fingerprint, RequestAnswer? Answer)> requests = [];

    public Task<RequestState> Begin(string key, string fingerprint) => Task.FromResult(requests.TryGetValue(key, out var known) switch
    {
        false => Begun(key, fingerprint),
        _ when known.Fingerprint != fingerprint => new() { Phase = RequestPhase.Different },
        _ when known.Answer is { } answer => new() { Phase = RequestPhase.Finished, Answer = answer },
        _ => new() { Phase = RequestPhase.Running },
    });

    /// <summary>How often a running request gave a sign of life.</summary>
    public int Renewals { get; private set; }

    public Task Renew(string key, string fingerprint)
    {
        Renewals++;
        return Task.CompletedTask;
    }

    public Task Finish(string key, string fingerprint, RequestAnswer answer)
    {
        requests[key] = (fingerprint, answer);
        return Task.CompletedTask;
    }

    public Task Abandon(string key, string fingerprint)
    {
        requests.Remove(key);
        return Task.CompletedTask;
    }

    private RequestState Begun(string key, string fingerprint)
    {
        requests[key] = (fingerprint, null);
        return new() { Phase = RequestPhase.Begun };
    }
}
