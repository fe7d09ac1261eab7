namespace GrainJobs.Silos;

/// <summary>
/// Silos that said that they leave, remembered until well after they have left: one is gone 0.3 s after it said so, and whoever asks twice a second
/// would take it for one that died.
/// </summary>
internal sealed class Partings(ISiloStatusOracle oracle, TimeProvider time) : ISiloStatusListener, ILifecycleParticipant<ISiloLifecycle>
{
    private static readonly TimeSpan Remembered = TimeSpan.FromMinutes(1);

    private readonly Lock gate = new();
    private readonly Dictionary<SiloAddress, long> said = [];

    /// <summary>Those that leave, and those that left a little ago.</summary>
    internal SiloAddress[] Recent()
    {
        lock (gate)
        {
            foreach (var (silo, at) in said)
            {
                if (time.GetElapsedTime(at) > Remembered && !IsLeaving(oracle.GetApproximateSiloStatus(silo)))
                {
                    said.Remove(silo);
                }
            }

            return [.. said.Keys];
        }
    }

    public void SiloStatusChangeNotification(SiloAddress updatedSilo, SiloStatus status)
    {
        if (IsLeaving(status))
        {
            lock (gate)
            {
                said[updatedSilo] = time.GetTimestamp();
            }
        }
    }

    public void Participate(ISiloLifecycle observer) => observer.Subscribe(nameof(Partings), ServiceLifecycleStage.RuntimeServices, _ =>
    {
        oracle.SubscribeToSiloStatusEvents(this);
        return Task.CompletedTask;
    });

    private static bool IsLeaving(SiloStatus status) => status is SiloStatus.ShuttingDown or SiloStatus.Stopping;
}
