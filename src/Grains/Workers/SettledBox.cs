using GrainJobs.Leases;

namespace GrainJobs.Workers;

/// <summary>Ended leases of one worker that wait to be told. Empty, it closes for good: workers come and go, and so do their boxes.</summary>
internal sealed class SettledBox
{
    // A worker holds no more; what does not fit it finds in the rows.
    private const int Most = 10_000;

    private readonly Lock gate = new();
    private readonly List<LeaseToken> tokens = [];
    private bool carrying;
    private bool closed;

    /// <summary>Adds; false when the box has closed.</summary>
    /// <param name="start">The caller must start carrying.</param>
    public bool TryPut(LeaseToken token, out bool start)
    {
        lock (gate)
        {
            start = !closed && !carrying;
            carrying |= start;
            if (!closed && tokens.Count < Most)
            {
                tokens.Add(token);
            }

            return !closed;
        }
    }

    /// <summary>All that waits; empty when there is nothing, and then the box is closed.</summary>
    public LeaseToken[] Take()
    {
        lock (gate)
        {
            closed = tokens.Count == 0;
            LeaseToken[] taken = [.. tokens];
            tokens.Clear();
            return taken;
        }
    }
}
