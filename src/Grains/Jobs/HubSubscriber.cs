namespace GrainJobs.Jobs;

/// <summary>One gateway at one silo's hub: states wait here, in order, until it has taken those before. Over the bound only the newest of each job stays.</summary>
internal sealed class HubSubscriber(IJobObserver observer)
{
    private const int Most = 20_000;
    private const int MostMisses = 3;

    private readonly Lock gate = new();
    private List<Job> waiting = [];
    private bool sending;
    private int misses;

    public IJobObserver Observer => observer;

    public DateTimeOffset RenewedAt { get; set; }

    public HashSet<JobId> Jobs { get; } = [];

    /// <summary>It did not answer several times running.</summary>
    public bool IsDead => misses >= MostMisses;

    public void Post(Job job)
    {
        lock (gate)
        {
            waiting.Add(job);
            if (waiting.Count > Most)
            {
                waiting = [.. waiting.GroupBy(each => each.Id).Select(states => states.MaxBy(state => state.Version)!)];
            }

            if (sending)
            {
                return;
            }

            sending = true;
        }

        using (ExecutionContext.SuppressFlow())
        {
            _ = Task.Run(Send);
        }
    }

    private async Task Send()
    {
        while (Take() is { } batch)
        {
            try
            {
                await observer.Changed(batch);
                misses = 0;
            }
#pragma warning disable CA1031 // A gateway that went away must not stop the hub; its readers read again elsewhere.
            catch (Exception)
#pragma warning restore CA1031
            {
                misses++;
            }
        }
    }

    private Job[]? Take()
    {
        lock (gate)
        {
            if (waiting.Count == 0 || IsDead)
            {
                sending = IsDead;
                waiting.Clear();
                return null;
            }

            Job[] batch = [.. waiting];
            waiting.Clear();
            return batch;
        }
    }
}
