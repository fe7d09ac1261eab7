using System.Collections.Concurrent;

namespace GrainJobs.Faults;

/// <summary>The deliveries of one job that wait in the sink, by their number from 1.</summary>
internal sealed class Holding
{
    private readonly ConcurrentDictionary<int, TaskCompletionSource> gates = new();
    private readonly ConcurrentDictionary<int, TaskCompletionSource> arrived = new();

    /// <summary>Completes when the delivery of that number has come in.</summary>
    internal Task Arrived(int delivery) => At(arrived, delivery).Task;

    /// <summary>Answers that delivery.</summary>
    internal void LetGo(int delivery) => At(gates, delivery).TrySetResult();

    internal async Task<int> WaitAsync(int delivery)
    {
        At(arrived, delivery).TrySetResult();
        await At(gates, delivery).Task;
        return delivery;
    }

    private static TaskCompletionSource At(ConcurrentDictionary<int, TaskCompletionSource> all, int delivery) =>
        all.GetOrAdd(delivery, static _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
}
