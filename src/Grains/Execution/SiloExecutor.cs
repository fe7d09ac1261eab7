using System.Collections.Concurrent;
using GrainJobs.Queues;
using GrainJobs.Workers;
using Microsoft.Extensions.Options;

namespace GrainJobs.Execution;

/// <summary>This silo's own worker: attends the queues that have jobs of the registered types.</summary>
internal sealed class SiloExecutor(HandlerRegistry handlers, IOptions<ExecutionOptions> options, ILocalSiloDetails silo, TimeProvider time) : IQueueObserver
{
    private static readonly TimeSpan StopsWithin = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(10);

    private readonly ConcurrentDictionary<(QueueName Queue, string Lane), Attendance> attendances = new();
    private readonly ConcurrentDictionary<string, TypeSlots> slots = new();
    private volatile AttendanceFactory? factory;
    private int taken;

    public WorkerId Worker { get; } = SiloLiveness.WorkerOf(silo.SiloAddress);

    public bool IsWorker(WorkerId worker) => worker == Worker;

    public bool Runs(string lane) => options.Value.Enabled && handlers.Find(lane) is not null;

    /// <summary>From now on it leases.</summary>
    public void Start(AttendanceFactory starts) => factory = starts;

    /// <summary>It leases no more.</summary>
    public async Task Stop()
    {
        factory = null;
        await NoneTaken();
        await Task.WhenAll(attendances.Values.Select(each => each.DisposeAsync().AsTask()));
    }

    /// <summary>Whether it asks this queue for such work already.</summary>
    public bool Attends(QueueName queue, string lane) => attendances.ContainsKey((queue, lane));

    /// <summary>There is work in these lanes of a queue.</summary>
    public void Attend(QueueName queue, IReadOnlyCollection<string> lanes)
    {
        if (factory is not { } create)
        {
            return;
        }

        foreach (var lane in lanes)
        {
            if (Runs(lane))
            {
                attendances.GetOrAdd((queue, lane), key => create.Create(key.Queue, SlotsOf(key.Lane), () => attendances.TryRemove(key, out _))).Signal();
            }
        }
    }

    /// <summary>A free place for a job that is being created; null when there is none, or this queue was not attended lately.</summary>
    public TakenPlace? TakePlace(QueueName queue, string lane)
    {
        if (!attendances.TryGetValue((queue, lane), out var attendance))
        {
            return null;
        }

        Interlocked.Increment(ref taken);
        if (factory is not null && attendance.TakePlace() is { } place)
        {
            return new(attendance, isAmongFirst: place <= Environment.ProcessorCount, GiveBack);
        }

        GiveBack();
        return null;
    }

    public Task Ready(QueueName queue, int count)
    {
        foreach (var lane in handlers.Types)
        {
            if (attendances.TryGetValue((queue, lane), out var attendance))
            {
                attendance.Signal();
            }
        }

        return Task.CompletedTask;
    }

    private void GiveBack() => Interlocked.Decrement(ref taken);

    /// <summary>What is being created must be known as running, or its place free again, before anybody asks whether anything runs.</summary>
    private async Task NoneTaken()
    {
        var began = time.GetTimestamp();
        while (Volatile.Read(ref taken) > 0 && time.GetElapsedTime(began) < StopsWithin)
        {
            await Task.Delay(LookEvery, time);
        }
    }

    private TypeSlots SlotsOf(string lane) => slots.GetOrAdd(lane, each => new(handlers.Find(each)!, options.Value));
}
