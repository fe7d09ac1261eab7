using System.Collections.Immutable;
using System.Text;
using GrainJobs.Builds;
using GrainJobs.Leases;

namespace GrainJobs.Storage;

/// <summary>
/// Appends log lines of a worker; the database numbers them. A conflict when the batch key was used before, the log would pass its limit, or the
/// build is no longer held under that lease.
/// </summary>
internal sealed record BuildLogWrite(BuildId Id, ImmutableArray<BuildLogLine> Lines, string? BatchKey, LeaseToken Holder, long MostBytes) : StoreWrite
{
    private const int LineSize = 40;

    /// <summary>The key of the build's own writes: the two take the same locks, never at once.</summary>
    public override string Key => "build/" + Id.Value;

    public override int Size => SizeOf(Lines);

    public override bool IsStorable => StoredText.IsStorable(BatchKey) && Lines.All(line => StoredText.IsStorable(line.Message));

    /// <summary>What counts against the limit of a log.</summary>
    public static long BytesOf(ImmutableArray<BuildLogLine> lines) => lines.Sum(line => (long)Encoding.UTF8.GetByteCount(line.Message));

    public static int SizeOf(ImmutableArray<BuildLogLine> lines) => lines.Sum(line => LineSize + line.Message.Length);
}
