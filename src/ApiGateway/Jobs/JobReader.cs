using System.Threading.Channels;

namespace GrainJobs.Jobs;

/// <summary>One who watches one job: a small queue in which the oldest gives way, so that a slow reader costs nothing and still gets the newest.</summary>
internal sealed class JobReader
{
    private const int QueueLength = 32;

    private readonly Channel<Job> queue = Channel.CreateBounded<Job>(
        new BoundedChannelOptions(QueueLength) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });

    /// <summary>Never blocks.</summary>
    internal void Offer(Job job) => queue.Writer.TryWrite(job);

    /// <summary>The next state.</summary>
    internal ValueTask<Job> Next(CancellationToken cancel) => queue.Reader.ReadAsync(cancel);
}
