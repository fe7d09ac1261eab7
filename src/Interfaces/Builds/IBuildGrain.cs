using GrainJobs.Leases;
using GrainJobs.Workers;

namespace GrainJobs.Builds;

/// <summary>One build: every command that addresses it by id, one at a time. Reads go to its committed row, see <see cref="IBuildDeskGrain"/>.</summary>
[Alias("gj.IBuildGrain")]
public interface IBuildGrain : IGrainWithStringKey
{
    /// <summary>Saves the awaited source and puts the build in line, in one write.</summary>
    [Alias("SaveSource")]
    Task<Result<Build>> SaveSource(BuildFile source);

    /// <summary>Hands it to a worker under a new token. Called downward by the queue of builds only.</summary>
    /// <param name="classic">The worker is not known to use tokens.</param>
    [Alias("Assign")]
    Task<Result<Build>> Assign(WorkerId worker, string? workerName, LeaseToken token, bool classic);

    /// <summary>A call of its worker: the first one begins the building; the token or a heartbeat brings it under the lease rules.</summary>
    [Alias("Touch")]
    Task<Result<Build>> Touch(BuildCall call);

    /// <summary>A report of its holder.</summary>
    [Alias("Report")]
    Task<Result<Build>> Report(BuildReport report);

    /// <summary>Ends what is not finished; the worker hears it at its next heartbeat.</summary>
    [Alias("Cancel")]
    Task<Result<Build>> Cancel();

    /// <summary>Ends it if it still waits; refused when a worker has it.</summary>
    [Alias("CancelWaiting")]
    Task<Result<Build>> CancelWaiting();

    /// <summary>The lease ended without a report.</summary>
    /// <param name="silent">By the heartbeat limit of the classic protocol.</param>
    [Alias("Lose")]
    Task<Result<Build>> Lose(LeaseToken token, bool silent);

    /// <summary>No worker can ever be given it.</summary>
    [Alias("FailAssignment")]
    Task<Result<Build>> FailAssignment(string reason);

    /// <summary>Appends log lines of its worker in order. With a key, a repetition stores nothing. Answers how many lines the call brought.</summary>
    [ResponseTimeout("00:00:10")]
    [Alias("AppendLogs")]
    Task<Result<int>> AppendLogs(BuildCall call, BuildLogLine[] lines, string? idempotencyKey);

    /// <summary>Keeps a sample of its worker, among the latest.</summary>
    [Alias("Sample")]
    Task<Result<Build>> Sample(BuildCall call, BuildSample sample);

    /// <summary>The latest samples, oldest first; none after the build has left memory.</summary>
    [Alias("Samples")]
    Task<BuildSample[]> Samples();
}
