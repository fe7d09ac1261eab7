namespace GrainJobs.FileProcessing.Text;

/// <summary>A type without text.</summary>
internal sealed class NoText(string mime) : ITextExtractor
{
    public ValueTask Write(ReadOnlyMemory<byte> chunk, CancellationToken cancel) => ValueTask.CompletedTask;

    public Task<Extracted> End(CancellationToken cancel) => Task.FromResult(new Extracted { Missing = $"A file of type {mime} carries no text that is extracted" });

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
