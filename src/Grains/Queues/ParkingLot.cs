using System.Collections.Immutable;
using GrainJobs.Workers;

namespace GrainJobs.Queues;

/// <summary>Who waits for work. A ticket is used up when its holder is woken.</summary>
internal sealed class ParkingLot
{
    private const int Most = 10_000;

    /// <summary>A ticket older than this is void: its holder renews sooner.</summary>
    public static readonly TimeSpan Validity = TimeSpan.FromSeconds(40);

    private readonly Dictionary<(IQueueObserver Observer, string Lanes), Ticket> tickets = [];

    public int Count => tickets.Count;

    /// <summary>Whether anybody waits for work of that lane.</summary>
    public bool Wants(string lane, WorkerId? except = null) =>
        tickets.Values.Any(ticket => (ticket.Lanes.IsEmpty || ticket.Lanes.Contains(lane)) && ticket.Worker != except);

    public IEnumerable<WorkerId> Workers => tickets.Values.Select(ticket => ticket.Worker);

    public void Park(IQueueObserver observer, ImmutableArray<string> lanes, WorkerId worker, DateTimeOffset now)
    {
        var key = (observer, string.Join('\n', lanes));
        if (tickets.Count < Most || tickets.ContainsKey(key))
        {
            tickets[key] = new(observer, lanes, worker, now);
        }
    }

    /// <summary>Drops void tickets: their holders went away.</summary>
    public void Sweep(DateTimeOffset now)
    {
        foreach (var (key, _) in tickets.Where(each => now - each.Value.ParkedAt > Validity).ToArray())
        {
            tickets.Remove(key);
        }
    }

    /// <summary>Takes out all whom one of the lanes concerns.</summary>
    public IReadOnlyList<IQueueObserver> Leave(IReadOnlyCollection<string> lanes, DateTimeOffset now)
    {
        var woken = new HashSet<IQueueObserver>();
        foreach (var (key, ticket) in tickets.ToArray())
        {
            var isVoid = now - ticket.ParkedAt > Validity;
            if (isVoid || ticket.Lanes.IsEmpty || ticket.Lanes.Any(lanes.Contains))
            {
                tickets.Remove(key);
                if (!isVoid)
                {
                    woken.Add(ticket.Observer);
                }
            }
        }

        return [.. woken];
    }

    private sealed record Ticket(IQueueObserver Observer, ImmutableArray<string> Lanes, WorkerId Worker, DateTimeOffset ParkedAt);
}
