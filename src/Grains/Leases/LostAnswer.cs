using GrainJobs.Queues;
using GrainJobs.Workers;
using Orleans.Runtime.Messaging;

namespace GrainJobs.Leases;

/// <summary>Requests whose answer did not come, because a silo left or died while they were under way.</summary>
public static class LostAnswer
{
    private const int Tries = 6;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    /// <summary>Whether a call failed because its grain moves from one silo to another.</summary>
    public static bool IsMoving(Exception failure) =>
        failure is SiloUnavailableException or OrleansMessageRejectionException or ConnectionFailedException;

    /// <summary>Tells the queue that nobody has the answer; some times, while the queue moves. What is left then ends with its lease.</summary>
    public static async Task Disown(IQueueGrain queue, WorkerId worker, long ask, TimeProvider time)
    {
        for (var tries = 1; ; tries++)
        {
            try
            {
                await queue.Disown(worker, ask);
                return;
            }
#pragma warning disable CA1031 // Whatever keeps the queue from answering: its leases end by themselves.
            catch (Exception) when (tries < Tries)
            {
                await Task.Delay(Pause, time, CancellationToken.None);
            }
            catch (Exception)
            {
                return;
            }
#pragma warning restore CA1031
        }
    }
}
