namespace GrainJobs.FileProcessing.Types;

/// <summary>Bytes at a place that tell a type.</summary>
internal sealed record Signature(int Offset, byte[] Bytes, FileType Type)
{
    public bool IsIn(ReadOnlySpan<byte> head) => head.Length >= Offset + Bytes.Length && head.Slice(Offset, Bytes.Length).SequenceEqual(Bytes);
}
