using System.ComponentModel.DataAnnotations;

namespace GrainJobs.Storage;

/// <summary>The limits of group commit.</summary>
internal sealed record CommitOptions
{
    /// <summary>Batches that may commit at once; writes of one key are never in two of them.</summary>
    [Range(1, 16)]
    public int Lanes { get; init; } = 2;

    /// <summary>Fewer writes wait for the commit under way instead of beginning one beside it.</summary>
    [Range(1, 100_000)]
    public int FewestBeside { get; init; } = 32;

    /// <summary>A commit under way is not waited for any longer.</summary>
    public TimeSpan LongCommit { get; init; } = TimeSpan.FromMilliseconds(20);

    /// <summary>Writes in one batch.</summary>
    [Range(1, 100_000)]
    public int BatchWrites { get; init; } = 1_000;

    /// <summary>Bytes in one batch; a single larger write goes alone.</summary>
    [Range(1, long.MaxValue)]
    public long BatchBytes { get; init; } = 4L << 20;

    /// <summary>Writes waiting or committing, beyond which more are refused.</summary>
    [Range(1, int.MaxValue)]
    public int QueuedWrites { get; init; } = 20_000;

    /// <summary>Bytes waiting or committing, beyond which more are refused.</summary>
    [Range(1, long.MaxValue)]
    public long QueuedBytes { get; init; } = 256L << 20;

    /// <summary>How long a write is tried, from its arrival; then its caller is told that storage is unavailable.</summary>
    public TimeSpan TimeLimit { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>The first wait before a retry; doubles up to <see cref="LongestPause"/>.</summary>
    public TimeSpan FirstPause { get; init; } = TimeSpan.FromMilliseconds(20);

    public TimeSpan LongestPause { get; init; } = TimeSpan.FromMilliseconds(250);
}
