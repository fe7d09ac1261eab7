using GrainJobs.Files;

namespace GrainJobs.Jobs;

/// <summary>Jobs that serve one request and are shown to nobody: they are removed with their file when they have ended.</summary>
internal sealed partial class HiddenJobs(IGrainFactory grains, JobReads reads, IFileStore files, ILogger<HiddenJobs> log)
{
    private const string Prefix = "internal:";
    private static readonly TimeSpan Longest = TimeSpan.FromHours(1);

    internal static JobId New(DateTimeOffset now) => new(Prefix + JobId.New(now).Value);

    internal static bool IsHidden(string id) => id.StartsWith(Prefix, StringComparison.Ordinal);

    /// <summary>Removes the job once it has ended, also when its client went away meanwhile. What a crash leaves, retention removes.</summary>
    internal void RemoveAtEnd(JobId id) => _ = Remove(id);

    private async Task Remove(JobId id)
    {
        try
        {
            if (await reads.WaitPast(id, long.MaxValue, Longest, CancellationToken.None) is { IsFinished: true } job)
            {
                await grains.GetGrain<IJobGrain>(id.Value).Delete();
                if (FileId.Parse(job.Input?.FileId) is { } file)
                {
                    await files.Delete(file, CancellationToken.None);
                }
            }
        }
#pragma warning disable CA1031 // Nobody awaits this; what it leaves behind is removed by retention and the sweep.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            LogLeft(log, id, failure);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The job {JobId} of an ended request could not be removed yet")]
    private static partial void LogLeft(ILogger logger, JobId jobId, Exception failure);
}
