using System.Collections.Concurrent;
using GrainJobs.Leases;
using Microsoft.Extensions.Logging;

namespace GrainJobs.Workers;

/// <summary>Tells workers' grains which of their leases ended. What is lost they find in the rows when they run out of capacity.</summary>
internal sealed partial class WorkerCourier(IGrainFactory grains, ILogger<WorkerCourier> logger)
{
    private readonly ConcurrentDictionary<WorkerId, List<LeaseToken>> boxes = new();

    public void TellSettled(WorkerId worker, LeaseToken token)
    {
        var start = false;
        boxes.AddOrUpdate(
            worker,
            _ =>
            {
                start = true;
                return [token];
            },
            (_, tokens) =>
            {
                start = false;
                lock (tokens)
                {
                    return [.. tokens, token];
                }
            });
        if (start)
        {
            using (ExecutionContext.SuppressFlow())
            {
                _ = Task.Run(() => Carry(worker));
            }
        }
    }

    private async Task Carry(WorkerId worker)
    {
        if (!boxes.TryRemove(worker, out var tokens))
        {
            return;
        }

        try
        {
            await grains.GetGrain<IWorkerGrain>(worker.Value).Settled([.. tokens]);
        }
#pragma warning disable CA1031 // Lost news is found in the rows; nothing here may stop the courier.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            LogLost(exception, worker);
        }
    }

    [LoggerMessage(LogLevel.Warning, "Worker {Worker} could not be told which leases ended; it will find out from the rows")]
    private partial void LogLost(Exception exception, WorkerId worker);
}
