using System.Collections.Immutable;
using GrainJobs.Builds;

namespace GrainJobs.Storage;

/// <summary>A build's next state with the log lines that tell of it; the database numbers the lines.</summary>
internal sealed record BuildWrite(Build Next, long ExpectedVersion, ImmutableArray<BuildLogLine> Lines) : StoreWrite
{
    private const int RowSize = 600;

    /// <summary>The row must not exist.</summary>
    public bool IsInsert => ExpectedVersion == 0;

    public override string Key => "build/" + Next.Id.Value;

    public override int Size => RowSize + BuildLogWrite.SizeOf(Lines);

    public override bool IsStorable =>
        StoredText.IsStorable(Next.Error) && StoredText.IsStorable(Next.WorkerName) && StoredText.IsStorable(Next.PreviewUrl)
        && StoredText.IsStorable(Next.Spec.Platform) && StoredText.IsStorable(Next.Spec.ProjectId)
        && StoredText.IsStorable(Next.Source?.Name) && StoredText.IsStorable(Next.Result?.Name) && StoredText.IsStorable(Next.Spec.Certs?.Name)
        && Lines.All(line => StoredText.IsStorable(line.Message));
}
