using GrainJobs.Jobs;
using GrainJobs.Leases;
using GrainJobs.Queues;
using GrainJobs.Workers;

namespace GrainJobs.Benchmarks.Micro;

/// <summary>The job of the scenarios, without a silo around it.</summary>
internal static class SampleJob
{
    public static readonly DateTimeOffset Noon = new(2031, 5, 6, 12, 0, 0, TimeSpan.Zero);

    public static readonly WorkerId Worker = new("worker-1");

    public static JobSpec Spec(int i) => new() { Id = JobId.New(Noon.AddMicroseconds(i)), Type = "bench", Queue = new QueueName("bench"), Payload = """{"i":1}""" };

    public static Job Queued(int i) => JobLifecycle.Create(Spec(i), dependenciesMet: true, Noon).Next;

    public static LeaseReport Completion(LeaseToken token) => new() { Token = token, Kind = ReportKind.Complete, Result = """{"ok":true}""" };
}
