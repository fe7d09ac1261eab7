using System.Globalization;
using BenchmarkDotNet.Attributes;
using GrainJobs.Queues;

namespace GrainJobs.Benchmarks.Micro;

/// <summary>An entry's way through a queue's memory while ten thousand wait: taken in, found first, served.</summary>
public class PickBenchmark
{
    private const int Waiting = 10_000;
    private readonly ReadyLines lines = new(window: 2 * Waiting);
    private int next;

    /// <summary>Concurrency keys that take turns; 1: none.</summary>
    [Params(1, 1_000)]
    public int Keys { get; set; }

    [GlobalSetup]
    public void Fill()
    {
        for (var i = 0; i < Waiting; i++)
        {
            lines.Add(Entry());
        }
    }

    [Benchmark]
    public string Pick()
    {
        lines.Add(Entry());
        var first = lines.First([])!;
        lines.Serve(first);
        return first.Id;
    }

    private QueueEntry Entry()
    {
        var number = next++;
        return new()
        {
            Id = number.ToString("x32", CultureInfo.InvariantCulture),
            Lane = "bench",
            Key = Keys == 1 ? "" : (number % Keys).ToString(CultureInfo.InvariantCulture),
            Priority = 0,
            ReadyAt = SampleJob.Noon.AddMicroseconds(number),
            Version = 1,
        };
    }
}
