using System.Collections.Immutable;
using GrainJobs.Leases;
using GrainJobs.Queues;
using GrainJobs.Storage;
using GrainJobs.Workers;

namespace GrainJobs.Jobs;

/// <summary>Jobs and writes for tests.</summary>
internal static class SomeJobs
{
    internal static readonly DateTimeOffset Noon = new DateTimeOffset(2031, 5, 6, 12, 0, 0, TimeSpan.Zero).AddMicroseconds(123_456);

    private static int last;

    internal static string NewId() => $"job-{Interlocked.Increment(ref last):00000000}";

    internal static Job Queued(string? id = null, string queue = "q", string type = "t") => new()
    {
        Spec = new JobSpec { Id = new JobId(id ?? NewId()), Type = type, Queue = new QueueName(queue), Payload = """{ "b":1, "a":[2.0] }""" },
        Version = 1,
        Status = JobStatus.Queued,
        ReadyAt = Noon,
        CreatedAt = Noon,
        UpdatedAt = Noon,
        Message = "Job created",
        LastEvent = 2,
    };

    internal static JobWrite Insert(Job job) => new(job, 0, [Event(1, JobEventType.Created), Event(2, JobEventType.Triggered)]);

    internal static JobWrite Update(Job job, Func<Job, Job> change)
    {
        Job next = change(job) with { Version = job.Version + 1, LastEvent = job.LastEvent + 1 };
        return new JobWrite(next, job.Version, [Event(next.LastEvent, JobEventType.Updated)]) { Previous = job };
    }

    internal static Job Processing(Job job, string worker = "w") => job with
    {
        Status = JobStatus.Processing,
        Attempt = job.Attempt + 1,
        StartedAt = Noon.AddSeconds(1),
        Lease = new Lease(LeaseToken.New(QueueName.Default, job.Id.Value), new WorkerId(worker), Noon.AddSeconds(1)),
    };

    internal static Job Ended(Job job, JobStatus status = JobStatus.Completed) => job with
    {
        Status = status,
        FinishedAt = Noon.AddSeconds(2),
        Lease = null,
        Result = """{"n":1}""",
    };

    internal static JobEvent Event(int seq, string type) => new(seq, type, Noon, null);

    internal static ImmutableArray<JobLogLine> Lines(long first, int count) =>
        [.. Enumerable.Range(0, count).Select(offset => new JobLogLine(first + offset, Noon, "info", $"line {first + offset}"))];

    internal static async Task<Job> Written(this ICommitEngine engine, JobWrite write)
    {
        (await engine.Commit(write)).Should().Be(WriteOutcome.Committed);
        return write.Next;
    }
}
