using GrainJobs.FileProcessing.Reading;

namespace GrainJobs.FileProcessing.Text;

/// <summary>Formats that are read back and forth: the file is kept on disk meanwhile. A damaged one is told, not a failure.</summary>
internal sealed class SpooledText(TextStatistics text, Func<Stream, TextStatistics, CancellationToken, Extracted> read) : ITextExtractor
{
    private readonly Spool spool = new();

    public ValueTask Write(ReadOnlyMemory<byte> chunk, CancellationToken cancel) => spool.Write(chunk, cancel);

    public async Task<Extracted> End(CancellationToken cancel)
    {
        if (spool.IsOverLimit)
        {
            return new() { Missing = $"The file is longer than the {Spool.MostBytes} bytes up to which text of its type is extracted" };
        }

        try
        {
            var extracted = await Task.Run(() => read(spool.Rewound(), text, cancel), cancel);
            text.End();
            return extracted;
        }
#pragma warning disable CA1031 // Libraries that parse foreign files fail in many ways; what it was goes into the report.
        catch (Exception exception) when (exception is not OperationCanceledException)
#pragma warning restore CA1031
        {
            return new() { Missing = $"The text could not be read: {exception.Message}" };
        }
    }

    public ValueTask DisposeAsync() => spool.DisposeAsync();
}
