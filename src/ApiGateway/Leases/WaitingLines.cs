namespace GrainJobs.Leases;

/// <summary>All waiting requests of this process, by queue and set of lanes. A line is there as long as somebody stands in it.</summary>
internal sealed class WaitingLines
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, Dictionary<string, WaitingLine>> queues = [];

    /// <summary>How many queues somebody waits for.</summary>
    internal int Count
    {
        get
        {
            lock (gate)
            {
                return queues.Count;
            }
        }
    }

    internal WaitingLine Join(string queue, string lanes, WaitingPlace place)
    {
        lock (gate)
        {
            if (!queues.TryGetValue(queue, out var lines))
            {
                queues[queue] = lines = [];
            }

            if (!lines.TryGetValue(lanes, out var line))
            {
                lines[lanes] = line = new();
            }

            line.Join(place);
            return line;
        }
    }

    internal void Leave(string queue, string lanes, WaitingPlace place)
    {
        lock (gate)
        {
            var lines = queues[queue];
            if (lines[lanes].Leave(place) && lines.Remove(lanes) && lines.Count == 0)
            {
                queues.Remove(queue);
            }
        }
    }

    internal void Wake(string queue, int count)
    {
        lock (gate)
        {
            foreach (var line in queues.GetValueOrDefault(queue)?.Values ?? Enumerable.Empty<WaitingLine>())
            {
                line.Wake(count);
            }
        }
    }
}
