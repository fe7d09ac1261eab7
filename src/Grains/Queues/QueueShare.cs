namespace GrainJobs.Queues;

/// <summary>Which silo looks after a queue, wherever its grain lives: all silos agree on it without asking each other.</summary>
internal sealed class QueueShare(IClusterMembershipService membership, ILocalSiloDetails silo)
{
    /// <summary>Changes with the cluster.</summary>
    public MembershipVersion Version => membership.CurrentSnapshot.Version;

    /// <summary>Tells which queues are this silo's now.</summary>
    public Func<QueueName, bool> Take()
    {
        SiloAddress[] silos = [.. membership.CurrentSnapshot.Members.Values.Where(member => member.Status == SiloStatus.Active).Select(member => member.SiloAddress).Order()];
        var mine = Math.Max(0, Array.IndexOf(silos, silo.SiloAddress));
        return queue => silos.Length == 0 || StableHash(queue.Value) % (uint)silos.Length == mine;
    }

    private static uint StableHash(string text)
    {
        var hash = 2166136261u;
        foreach (var each in text)
        {
            hash = (hash ^ each) * 16777619u;
        }

        return hash;
    }
}
