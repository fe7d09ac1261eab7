using System.Collections.Concurrent;
using System.Diagnostics;
using GrainJobs.Execution;

namespace GrainJobs.Benchmarks;

/// <summary>Does nothing, and notes when it was started.</summary>
internal sealed class BenchHandler : IJobHandler<BenchPayload>
{
    public static ConcurrentDictionary<int, long> StartedAt { get; } = new();

    private static int ran;

    /// <summary>Handlers that ran since the last reset.</summary>
    public static int Ran => Volatile.Read(ref ran);

    public static void Reset() => Volatile.Write(ref ran, 0);

    public static bool NotesStarts { get; set; }

    public Task<JobOutcome> Run(BenchPayload payload, IJobContext context)
    {
        Interlocked.Increment(ref ran);
        if (NotesStarts)
        {
            StartedAt[payload.I] = Stopwatch.GetTimestamp();
        }

        return Done;
    }

    private static readonly Task<JobOutcome> Done = Task.FromResult(JobOutcome.Completed());
}
