using GrainJobs.Jobs;

namespace GrainJobs.Execution;

/// <summary>What a handler knows of its attempt, and what it can say while it runs.</summary>
public interface IJobContext
{
    JobId JobId { get; }

    /// <summary>From 1.</summary>
    int Attempt { get; }

    /// <summary>The job as it was leased: tags, metadata, stage, input description.</summary>
    Job Job { get; }

    /// <summary>Cancelled when the time limit passes, the job is cancelled, the lease is lost or the silo stops.</summary>
    CancellationToken Stop { get; }

    /// <summary>The services of this attempt's scope.</summary>
    IServiceProvider Services { get; }

    /// <summary>The input as a stream; null when the job has none.</summary>
    Task<Stream?> OpenInput();

    /// <summary>Percent 0 to 100, and what is going on. Written at most once a second.</summary>
    Task Report(int progress, string? message = null);

    /// <summary>Adds a log line to the job. Level: info, warn or error.</summary>
    Task Log(string message, string level = "info");
}
