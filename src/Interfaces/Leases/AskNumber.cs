using GrainJobs.Queues;
using GrainJobs.Workers;

namespace GrainJobs.Leases;

/// <summary>
/// The number of a request for work. It is part of the tokens that answer it, so that whoever never got the answer can give back what it was granted: a
/// silo that leaves passes requests on, and its callers are told that it is gone while another one answers them.
/// </summary>
public static class AskNumber
{
    /// <summary>A request without a number.</summary>
    public const long None = 0;

    /// <summary>48 bits.</summary>
    public const long Largest = (1L << 48) - 1;

    private const int Tries = 6;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    public static long New() => Random.Shared.NextInt64(1, Largest);

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
