using GrainJobs.Leases;

namespace GrainJobs.Queues;

/// <summary>News for one queue that waits to be carried. Bounded: what does not fit is dropped.</summary>
internal sealed class QueueOutbox
{
    private const int Most = 100_000;

    private readonly Lock gate = new();
    private bool carrying;
    private int count;

    public List<QueueEntry> Ready { get; private set; } = [];

    public List<QueueEntry> Scheduled { get; private set; } = [];

    public List<LeaseToken> Settled { get; private set; } = [];

    public List<string> Withdrawn { get; private set; } = [];

    public List<LeaseToken> CancelRequested { get; private set; } = [];

    /// <summary>Adds; answers whether the caller must start carrying.</summary>
    public bool Put(Action<QueueOutbox> put)
    {
        lock (gate)
        {
            if (count < Most)
            {
                put(this);
                count++;
            }

            var start = !carrying;
            carrying = true;
            return start;
        }
    }

    /// <summary>All that waits; null when there is nothing, and then carrying has ended.</summary>
    public QueueNews? Take()
    {
        lock (gate)
        {
            if (count == 0)
            {
                carrying = false;
                return null;
            }

            var news = new QueueNews
            {
                Ready = [.. Ready],
                Scheduled = [.. Scheduled],
                Settled = [.. Settled],
                Withdrawn = [.. Withdrawn],
                CancelRequested = [.. CancelRequested],
            };
            Ready.Clear();
            Scheduled.Clear();
            Settled.Clear();
            Withdrawn.Clear();
            CancelRequested.Clear();
            count = 0;
            return news;
        }
    }
}
