namespace GrainJobs.Leases;

/// <summary>Requests whose answers nobody waits for any more; the latest of them, since an answer is not long under way.</summary>
internal sealed class DisownedAsks
{
    private const int Most = 10_000;

    private readonly HashSet<long> asks = [];
    private readonly Queue<long> inOrder = [];

    public bool Contains(long ask) => ask != AskNumber.None && asks.Contains(ask);

    public void Add(long ask)
    {
        if (!asks.Add(ask))
        {
            return;
        }

        inOrder.Enqueue(ask);
        if (inOrder.Count > Most)
        {
            asks.Remove(inOrder.Dequeue());
        }
    }
}
