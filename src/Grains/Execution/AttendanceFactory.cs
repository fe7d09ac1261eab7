using GrainJobs.Queues;
using GrainJobs.Workers;
using Microsoft.Extensions.Logging;

namespace GrainJobs.Execution;

/// <summary>Makes attendances with what they need.</summary>
internal sealed class AttendanceFactory(
    IGrainFactory grains, IQueueObserver reference, HandlerRun runs, ReportDelivery delivery, RunningAttempts running, WorkerId worker, TimeProvider time, ILogger<Attendance> logger)
{
    public Attendance Create(QueueName queue, TypeSlots slots, Action ended) =>
        new(grains.GetGrain<IQueueGrain>(queue.Value), slots, reference, worker, runs, delivery, running, time, ended, logger);
}
