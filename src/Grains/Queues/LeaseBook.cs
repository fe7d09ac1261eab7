using GrainJobs.Leases;

namespace GrainJobs.Queues;

/// <summary>The leases a queue has granted, and how many each concurrency key holds.</summary>
internal sealed class LeaseBook
{
    private readonly Dictionary<LeaseToken, HeldLease> byToken = [];
    private readonly Dictionary<string, LeaseToken> byId = [];
    private readonly Dictionary<string, int> byKey = [];

    public int Count => byToken.Count;

    public IReadOnlyCollection<HeldLease> All => byToken.Values;

    public HeldLease? Find(LeaseToken token) => byToken.GetValueOrDefault(token);

    public HeldLease? FindId(string id) => byId.TryGetValue(id, out var token) ? byToken[token] : null;

    public bool HoldsId(string id) => byId.ContainsKey(id);

    public int CountOf(string key) => byKey.GetValueOrDefault(key);

    /// <summary>When the first lease ends unless it is renewed; null when none does. An end that is due and could not be written is tried again with the next upkeep.</summary>
    public DateTimeOffset? NextEnd(DateTimeOffset now)
    {
        DateTimeOffset? soonest = null;
        foreach (var lease in byToken.Values)
        {
            var end = lease.NextEnd;
            soonest = end > now && !(end >= soonest) ? end : soonest;
        }

        return soonest;
    }

    public void Add(HeldLease lease)
    {
        if (byId.TryGetValue(lease.Id, out var older))
        {
            Remove(older);
        }

        byToken[lease.Token] = lease;
        byId[lease.Id] = lease.Token;
        if (lease.Key.Length > 0)
        {
            byKey[lease.Key] = byKey.GetValueOrDefault(lease.Key) + 1;
        }
    }

    public HeldLease? Remove(LeaseToken token)
    {
        if (!byToken.Remove(token, out var lease))
        {
            return null;
        }

        byId.Remove(lease.Id);
        if (lease.Key.Length > 0 && --byKey[lease.Key] == 0)
        {
            byKey.Remove(lease.Key);
        }

        return lease;
    }
}
