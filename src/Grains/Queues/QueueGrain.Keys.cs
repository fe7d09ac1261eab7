using GrainJobs.Jobs;

namespace GrainJobs.Queues;

/// <summary>What holds up single concurrency keys: limits, rates and pauses. A held-up key is passed over and holds up no other.</summary>
internal sealed partial class QueueGrain
{
    private const int MostPausedKeys = 1_000;

    private readonly KeyRates keyRates = new();

    public async Task<Result<QueueView>> PauseKey(string key, string by)
    {
        var keys = settings.State.PausedKeys;
        if (keys.Count >= MostPausedKeys && !keys.ContainsKey(key))
        {
            var faults = new FieldFaults();
            faults.Add("key", "is one too many: at most 1,000 keys of a queue can be paused; resume others, or pause the queue");
            return faults.ToRefusal();
        }

        lines.Block(key);
        await Set(each => each.PausedKeys[key] = by);
        return await View();
    }

    public async Task<QueueView> ResumeKey(string key)
    {
        await Set(each => each.PausedKeys.Remove(key));
        lines.Unblock(key);
        Offer();
        return await View();
    }

    /// <summary>Passes over the key when it may not go now.</summary>
    private bool PassOver(string key, DateTimeOffset now)
    {
        if (key.Length == 0)
        {
            return false;
        }

        var isSpent = !keyRates.MayGo(key, now);
        if (isSpent)
        {
            keyRates.Await(key, now);
        }
        else if (!IsAtKeyLimit(key) && !settings.State.PausedKeys.ContainsKey(key))
        {
            return false;
        }

        lines.Block(key);
        return true;
    }

    private void UnblockDueKeys(DateTimeOffset now)
    {
        foreach (var key in keyRates.TakeDue(now))
        {
            lines.Unblock(key);
        }
    }

    private bool IsAtKeyLimit(string key) => settings.State.Limits.MaxInFlightPerKey is { } most && CountOf(key) >= most;

    private WaitReason? ExplainKey(string key, DateTimeOffset now)
    {
        if (key.Length == 0)
        {
            return null;
        }

        var (limits, paused) = (settings.State.Limits, settings.State.PausedKeys);
        return paused.TryGetValue(key, out var by) ? new() { Kind = "paused", Detail = $"Key {key} of queue {Name} was paused by {by}", Blocker = key }
            : IsAtKeyLimit(key) ? new() { Kind = "key", Detail = $"Key {key} runs {limits.MaxInFlightPerKey} at once, its limit", Blocker = key }
            : !keyRates.MayGo(key, now) ? new() { Kind = "rate", Detail = $"Key {key} is granted {keyRates.PerSecond} per second, its limit", Blocker = key }
            : null;
    }
}
