using System.Collections.Immutable;
using GrainJobs.Jobs;

namespace GrainJobs.Storage;

/// <summary>Appends log lines, already numbered by the job's grain; a conflict when a number or the batch key was used before.</summary>
internal sealed record JobLogWrite(JobId Id, ImmutableArray<JobLogLine> Lines, string? BatchKey) : StoreWrite
{
    private const int LineSize = 40;

    public override string Key => "job-log/" + Id.Value;

    public override int Size => Lines.Sum(line => LineSize + line.Message.Length);

    /// <summary>What counts against the limit of a log.</summary>
    public long Bytes => Lines.Sum(line => (long)System.Text.Encoding.UTF8.GetByteCount(line.Message));

    public override bool IsStorable => StoredText.IsStorable(BatchKey) && Lines.All(line => StoredText.IsStorable(line.Message));
}
