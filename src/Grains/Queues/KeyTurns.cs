namespace GrainJobs.Queues;

/// <summary>
/// Fair share between concurrency keys: each grant moves its key one turn on, and a key that comes anew begins at the turn that is being served. So a
/// long line of one key holds up no other. Entries without a key share one turn.
/// </summary>
internal sealed class KeyTurns
{
    private const int MostGone = 10_000;

    private readonly Dictionary<string, long> turns = [];
    private readonly HashSet<string> gone = [];
    private long served;

    /// <summary>How many keys are remembered.</summary>
    public int Count => turns.Count;

    /// <summary>The turn of a key that has entries.</summary>
    public long Of(string key)
    {
        gone.Remove(key);
        if (!turns.TryGetValue(key, out var turn) || turn < served)
        {
            turns[key] = turn = Math.Max(turn, served);
        }

        return turn;
    }

    /// <summary>One of its entries was served.</summary>
    public void Advance(string key)
    {
        served = Math.Max(served, Of(key));
        turns[key] = served + 1;
    }

    /// <summary>It has no entries any more. What it had beyond its share is remembered for a while, lest it begin anew with each entry.</summary>
    public void Leave(string key)
    {
        gone.Add(key);
        if (gone.Count > MostGone)
        {
            foreach (var each in gone)
            {
                turns.Remove(each);
            }

            gone.Clear();
        }
    }
}
