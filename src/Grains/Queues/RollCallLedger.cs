namespace GrainJobs.Queues;

/// <summary>When which queue was called, and so whose turn it is.</summary>
internal sealed class RollCallLedger
{
    /// <summary>So many lanes that are attended already are reminded in a round: a ticket may be lost with the queue that held it.</summary>
    internal const int MostReminders = 100;

    /// <summary>A queue that runs is not called again sooner.</summary>
    internal static readonly TimeSpan CallAgainAfter = TimeSpan.FromSeconds(20);

    private Dictionary<QueueWork, DateTimeOffset> calledAt = [];

    public void Clear() => calledAt.Clear();

    public void Note(QueueWork work, DateTimeOffset now) => calledAt[work] = now;

    /// <summary>Whom to call, the most urgent first: what runs or falls due, then lanes that nobody attends or that were never called, then reminders; each longest not called first.</summary>
    public IReadOnlyList<QueueWork> Due(IReadOnlyCollection<QueueWork> all, Func<QueueName, string, bool> isAttended, DateTimeOffset now)
    {
        // What has no work any more is forgotten.
        calledAt = all.Distinct().Where(calledAt.ContainsKey).ToDictionary(work => work, work => calledAt[work]);
        var waiting = all.Where(work => work.Lane is not null).ToLookup(work => calledAt.ContainsKey(work) && isAttended(work.Queue, work.Lane!));
        return
        [
            .. InTurn(all.Where(work => work.Lane is null && now - LastCall(work) > CallAgainAfter)),
            .. InTurn(waiting[false]),
            .. InTurn(waiting[true]).Take(MostReminders),
        ];
    }

    private IEnumerable<QueueWork> InTurn(IEnumerable<QueueWork> work) => work.Distinct().OrderBy(LastCall);

    private DateTimeOffset LastCall(QueueWork work) => calledAt.GetValueOrDefault(work, DateTimeOffset.MinValue);
}
