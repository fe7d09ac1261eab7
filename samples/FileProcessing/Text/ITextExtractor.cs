namespace GrainJobs.FileProcessing.Text;

/// <summary>Gets the text out of a file that comes in chunks.</summary>
internal interface ITextExtractor : IAsyncDisposable
{
    ValueTask Write(ReadOnlyMemory<byte> chunk, CancellationToken cancel);

    /// <summary>The file is whole.</summary>
    Task<Extracted> End(CancellationToken cancel);
}
