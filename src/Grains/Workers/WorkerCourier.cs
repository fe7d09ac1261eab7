using System.Collections.Concurrent;
using GrainJobs.Leases;
using Microsoft.Extensions.Logging;

namespace GrainJobs.Workers;

/// <summary>
/// Tells workers' grains which of their leases ended: one call a worker under way at a time, the next gathers meanwhile. What is lost they find in the rows
/// when they run out of capacity.
/// </summary>
internal sealed partial class WorkerCourier(IGrainFactory grains, ILogger<WorkerCourier> logger)
{
    private readonly ConcurrentDictionary<WorkerId, SettledBox> boxes = new();

    public void TellSettled(WorkerId worker, LeaseToken token)
    {
        var box = boxes.GetOrAdd(worker, static _ => new SettledBox());
        bool start;
        while (!box.TryPut(token, out start))
        {
            boxes.TryRemove(new(worker, box));
            box = boxes.GetOrAdd(worker, static _ => new SettledBox());
        }

        if (start)
        {
            using (ExecutionContext.SuppressFlow())
            {
                _ = Task.Run(() => Carry(worker, box));
            }
        }
    }

    private async Task Carry(WorkerId worker, SettledBox box)
    {
        var grain = grains.Refer<IWorkerGrain>(worker.Value);
        while (box.Take() is { Length: > 0 } tokens)
        {
            try
            {
                await grain.Settled(tokens);
            }
#pragma warning disable CA1031 // Lost news is found in the rows; nothing here may stop the courier.
            catch (Exception exception)
#pragma warning restore CA1031
            {
                LogLost(exception, worker);
            }
        }

        boxes.TryRemove(new(worker, box));
    }

    [LoggerMessage(LogLevel.Warning, "Worker {Worker} could not be told which leases ended; it will find out from the rows")]
    private partial void LogLost(Exception exception, WorkerId worker);
}
