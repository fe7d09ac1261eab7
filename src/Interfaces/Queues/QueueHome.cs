namespace GrainJobs.Queues;

/// <summary>
/// Which silo a queue should live on, by rendezvous hashing: all who know the same silos agree without asking each other, queues spread evenly, and a silo
/// that joins or leaves moves its own share only. Nobody depends on the answer: who goes by another one pays for a message between silos.
/// </summary>
public static class QueueHome
{
    private const ulong GoldenRatio = 0x9E37_79B9_7F4A_7C15;

    /// <summary>All of a queue's name that its home depends on: short enough to travel in each lease token.</summary>
    public static ushort HashOf(QueueName queue)
    {
        var hash = Hash(queue.Value);
        return (ushort)(hash ^ (hash >> 16) ^ (hash >> 32) ^ (hash >> 48));
    }

    /// <summary>What a silo brings into its weights.</summary>
    /// <param name="silo">As <c>SiloAddress.ToParsableString()</c> has it.</param>
    public static ulong SeedOf(string silo) => Hash(silo);

    /// <summary>The queue's home is the silo of the highest weight; the next highest stands in for it.</summary>
    /// <param name="queue">As <see cref="HashOf"/> answers it.</param>
    /// <param name="silo">As <see cref="SeedOf"/> answers it.</param>
    public static ulong Weight(ushort queue, ulong silo) => Mix(silo ^ ((queue + 1ul) * GoldenRatio));

    /// <summary>The home of a queue; null when there is no silo.</summary>
    public static string? Of(QueueName queue, IEnumerable<string> silos)
    {
        var hash = HashOf(queue);
        return silos.Order(StringComparer.Ordinal).MaxBy(silo => Weight(hash, SeedOf(silo)));
    }

    // FNV-1a, and the finalizer of MurmurHash3: the same in every process and release, unlike string.GetHashCode.
    private static ulong Hash(string text)
    {
        var hash = 0xCBF2_9CE4_8422_2325ul;
        foreach (var each in text)
        {
            hash = (hash ^ each) * 0x0000_0100_0000_01B3ul;
        }

        return Mix(hash);
    }

    private static ulong Mix(ulong value)
    {
        value = (value ^ (value >> 33)) * 0xFF51_AFD7_ED55_8CCDul;
        value = (value ^ (value >> 33)) * 0xC4CE_B9FE_1A85_EC53ul;
        return value ^ (value >> 33);
    }
}
