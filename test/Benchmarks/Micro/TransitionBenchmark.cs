using BenchmarkDotNet.Attributes;
using GrainJobs.Jobs;
using GrainJobs.Leases;
using GrainJobs.Queues;

namespace GrainJobs.Benchmarks.Micro;

/// <summary>A job's three decisions.</summary>
public class TransitionBenchmark
{
    private readonly JobSpec spec = SampleJob.Spec(1);
    private readonly LeaseToken token = LeaseToken.New(QueueName.Default, "job");

    /// <summary>Create, start, complete: everything the rules decide about an ordinary job.</summary>
    [Benchmark]
    public object Transitions()
    {
        var queued = JobLifecycle.Create(spec, dependenciesMet: true, SampleJob.Noon).Next;
        var started = JobLifecycle.Start(queued, SampleJob.Worker, token, SampleJob.Noon).Value!.Next;
        return JobLifecycle.Complete(started, SampleJob.Completion(token), SampleJob.Noon).Value!.Next;
    }
}
