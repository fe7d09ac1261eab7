namespace GrainJobs.Queues;

/// <summary>How many leases each batch still holds, and which hold none any more and can be removed.</summary>
internal sealed class OpenBatches
{
    private readonly Dictionary<long, int> held = [];
    private readonly Queue<long> over = new();

    public void Add(long batch, int count)
    {
        if (count > 0)
        {
            held[batch] = count;
        }
        else
        {
            over.Enqueue(batch);
        }
    }

    public void Leave(long batch)
    {
        if (held.TryGetValue(batch, out var count))
        {
            held[batch] = count - 1;
            if (count == 1)
            {
                held.Remove(batch);
                over.Enqueue(batch);
            }
        }
    }

    public List<long> TakeOver(int most)
    {
        List<long> taken = [];
        while (taken.Count < most && over.TryDequeue(out var batch))
        {
            taken.Add(batch);
        }

        return taken;
    }

    public void PutBack(long batch) => over.Enqueue(batch);
}
