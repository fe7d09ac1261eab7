using System.Text;
using GrainJobs.FileProcessing.Types;

namespace GrainJobs.FileProcessing.Text;

/// <summary>Decodes bytes chunk by chunk; a character cut between two chunks stays whole.</summary>
internal sealed class DecodedText(TextStatistics text, ICharacterSink sink) : ITextExtractor
{
    private readonly char[] characters = new char[16 * 1024];
    private Encoding? encoding;
    private Decoder? decoder;

    public ValueTask Write(ReadOnlyMemory<byte> chunk, CancellationToken cancel)
    {
        var bytes = chunk.Span;
        if (decoder is null)
        {
            encoding = TextEncoding.Of(bytes);
            decoder = encoding.GetDecoder();
            bytes = bytes.StartsWith(encoding.Preamble) ? bytes[encoding.Preamble.Length..] : bytes;
        }

        Decode(bytes, flush: false);
        return ValueTask.CompletedTask;
    }

    public Task<Extracted> End(CancellationToken cancel)
    {
        Decode([], flush: true);
        var structure = sink.End();
        text.End();
        return Task.FromResult(new Extracted { Encoding = (encoding ?? Encoding.UTF8).WebName, Structure = structure });
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private void Decode(ReadOnlySpan<byte> bytes, bool flush)
    {
        bool completed;
        do
        {
            if (decoder is null)
            {
                return;
            }

            decoder.Convert(bytes, characters, flush, out var used, out var made, out completed);
            sink.Write(characters.AsSpan(0, made));
            bytes = bytes[used..];
        }
        while (!completed);
    }
}
