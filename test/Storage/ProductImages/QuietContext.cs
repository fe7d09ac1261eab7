using GrainJobs.Execution;
using GrainJobs.Jobs;

namespace GrainJobs.ProductImages;

/// <summary>An attempt without a job behind it.</summary>
internal sealed class QuietContext(CancellationToken stop = default) : IJobContext
{
    public JobId JobId => new("a-job");

    public int Attempt => 1;

    public Job Job => throw new NotSupportedException("The handler looks at its payload only.");

    public CancellationToken Stop => stop;

    public IServiceProvider Services => throw new NotSupportedException("The handler has what it needs.");

    public Task<Stream?> OpenInput() => Task.FromResult<Stream?>(null);

    public Task Report(int progress, string? message = null) => Task.CompletedTask;

    public Task Log(string message, string level = "info") => Task.CompletedTask;
}
