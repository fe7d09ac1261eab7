using System.Security.Cryptography;
using GrainJobs.FileProcessing.Text;
using GrainJobs.FileProcessing.Types;

namespace GrainJobs.FileProcessing;

/// <summary>Reads a file once, front to back: its hash, what type it is, and what its text amounts to. Never holds the file in memory.</summary>
public static class FileAnalysis
{
    private const int HeadBytes = 8 * 1024;
    private const int ChunkBytes = 64 * 1024;

    /// <summary>Analyses a file of any type. A file whose text can't be read is no failure: the report says why.</summary>
    /// <param name="content">Read forward only; not disposed.</param>
    /// <param name="name">The file's name as its owner gave it: a hint for the type, never a path.</param>
    /// <param name="contentType">The type its owner declared; absent: none.</param>
    /// <param name="progress">Percent and words: 5, 10, 20 ... 90, each once. The end itself is 100.</param>
    /// <param name="length">Bytes, when known, so that progress is even.</param>
    /// <param name="cancel">Ends it between two chunks.</param>
    public static async Task<FileReport> Run(
        Stream content, string name, string? contentType, Func<int, string, Task> progress, long? length = null, CancellationToken cancel = default)
    {
        var steps = new ProgressSteps(progress, length ?? (content.CanSeek ? content.Length : null));
        await steps.To(ProgressSteps.Begun, "Reading the file");
        var head = new byte[HeadBytes];
        var headLength = await content.ReadAtLeastAsync(head, HeadBytes, throwOnEndOfStream: false, cancel);
        var type = FileTypes.Detect(head.AsSpan(0, headLength), name, contentType);
        await steps.To(ProgressSteps.TypeKnown, $"The file is of type {type.Mime}");

        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var text = new TextStatistics();
        await using var extractor = TextExtraction.For(type, text);
        var size = await Pump(content, head.AsMemory(0, headLength), hash, extractor, steps, cancel);
        var extracted = await extractor.End(cancel);
        await steps.To(ProgressSteps.Last, "Counting words");
        return new()
        {
            FileName = name,
            Size = size,
            Sha256 = Convert.ToHexStringLower(hash.GetHashAndReset()),
            ContentType = extracted.Mime ?? type.Mime,
            DeclaredContentType = contentType,
            TextMissing = extracted.Missing,
            Structure = extracted.Structure,
            Text = extracted.Missing is null ? text.ToReport(extracted.Encoding) : null,
        };
    }

    private static async Task<long> Pump(
        Stream content, ReadOnlyMemory<byte> head, IncrementalHash hash, ITextExtractor extractor, ProgressSteps steps, CancellationToken cancel)
    {
        var buffer = new byte[ChunkBytes];
        var size = 0L;
        for (var chunk = head; chunk.Length > 0;)
        {
            hash.AppendData(chunk.Span);
            await extractor.Write(chunk, cancel);
            size += chunk.Length;
            await steps.Read(size);
            chunk = buffer.AsMemory(0, await content.ReadAsync(buffer, cancel));
        }

        return size;
    }
}
