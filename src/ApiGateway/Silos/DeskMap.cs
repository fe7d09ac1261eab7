using GrainJobs.Queues;

namespace GrainJobs.Silos;

/// <summary>Which silos this process reaches by which desk keys. A queue's calls go to its home, as long as that one has not much more to do than the others.</summary>
internal sealed class DeskMap
{
    /// <summary>So few jobs under way make no silo a busy one.</summary>
    internal const int FewestForBusy = 16;

    /// <summary>How many times the average of all silos one may have under way, and still be sent more.</summary>
    internal const double BusyAt = 1.25;

    private readonly SiloDesks[] silos;

    private DeskMap(SiloDesks[] silos) => this.silos = silos;

    /// <summary>Null where there is nothing to choose from: fewer than two silos, or keys of which nobody said where they lead.</summary>
    internal static DeskMap? Of(IEnumerable<(long Key, string? Silo)> answers)
    {
        var known = answers.GroupBy(answer => answer.Silo, answer => answer.Key).ToArray();
        return known.Length < 2 || Array.Exists(known, group => group.Key is null)
            ? null
            : new([.. known.Select(group => new SiloDesks(group.Key!, [.. group]))]);
    }

    /// <summary>Where a queue's call goes now.</summary>
    internal SiloDesks Nearest(ushort queue)
    {
        var most = Math.Max(FewestForBusy, silos.Sum(static silo => (double)silo.Open) * BusyAt / silos.Length);
        return Best(queue, most) ?? silos[0];
    }

    /// <summary>The silo where a queue lives, as far as this process can reach it.</summary>
    internal SiloDesks Home(ushort queue) => Best(queue, int.MaxValue)!;

    private SiloDesks? Best(ushort queue, double most)
    {
        SiloDesks? best = null;
        var highest = 0ul;
        foreach (var silo in silos)
        {
            var weight = QueueHome.Weight(queue, silo.Seed);
            if (silo.Open <= most && (best is null || weight > highest))
            {
                (best, highest) = (silo, weight);
            }
        }

        return best;
    }
}
