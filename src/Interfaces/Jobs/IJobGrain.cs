using GrainJobs.Leases;

namespace GrainJobs.Jobs;

/// <summary>One job: every command that addresses it by id, one at a time. Reads go to its committed row, see <see cref="IJobDeskGrain"/>.</summary>
[Alias("gj.IJobGrain")]
public interface IJobGrain : IGrainWithStringKey
{
    /// <summary>Saves the awaited input and queues the job in one write.</summary>
    [Alias("SaveInput")]
    Task<Result<Job>> SaveInput(JobInput input, byte[]? content);

    /// <summary>The service runs a tracked job itself from now on, with this input: one write saves the input and queues it.</summary>
    [Alias("TakeOver")]
    Task<Result<Job>> TakeOver(JobInput input);

    /// <summary>An update of a tracked job by its creator.</summary>
    [Alias("Patch")]
    Task<Result<Job>> Patch(JobPatch patch);

    /// <summary>Ends it when it does not run; else asks its worker to stop.</summary>
    [Alias("Cancel")]
    Task<Result<Job>> Cancel();

    /// <summary>A report of the holder of a lease.</summary>
    [Alias("Report")]
    Task<Result<Job>> Report(LeaseReport report);

    /// <summary>Removes a finished job with its events, logs and input.</summary>
    [Alias("Delete")]
    Task<Result<Job>> Delete();

    /// <summary>Appends log lines in order. With a key, a repetition stores nothing. Answers the number of the last line.</summary>
    [Alias("AppendLogs")]
    Task<Result<long>> AppendLogs(JobLogLine[] lines, string? idempotencyKey);

    /// <summary>Another job will wait for this one: it is told when this one has ended. Answers this job as it stands.</summary>
    [Alias("AddDependent")]
    Task<Result<Job>> AddDependent();

    /// <summary>Looks at the jobs this one waits for and moves on when they allow it.</summary>
    [Alias("ResolveDependencies")]
    Task ResolveDependencies();
}
