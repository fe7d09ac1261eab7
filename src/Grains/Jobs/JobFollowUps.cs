using System.Threading.Channels;

namespace GrainJobs.Jobs;

/// <summary>Ended jobs for whose dependents or callback something is still to do. Bounded: what does not fit is found in the rows.</summary>
internal sealed class JobFollowUps
{
    private readonly Channel<Job> ended = Channel.CreateBounded<Job>(
        new BoundedChannelOptions(10_000) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true });

    public void Add(Job job) => ended.Writer.TryWrite(job);

    public ChannelReader<Job> Ended => ended.Reader;
}
